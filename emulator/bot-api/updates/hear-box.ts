import type { Bot } from '../../world/bots/bot.ts';
import type { Chat } from '../../world/chats/chat.ts';
import { isChatId } from '../../world/chats/chat-id.ts';
import { isAdmin, isPresent } from '../../world/chats/member-of.ts';
import type { BoxEvent } from '../../world/messages/box.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import type { BotApi } from '../bot-api.ts';
import { messageJson } from '../views/message-json.ts';
import { pushUpdate, type UpdateKind } from './update-queue.ts';

/** A message that came into a bot's own box, or into that of a channel or supergroup it is in. */
export function hearBox(api: BotApi, ownerId: number, { change }: BoxEvent): void {
  if (change.kind !== 'new' && change.kind !== 'edit') return;
  const { copy } = change;
  for (const bot of botsWith(api, ownerId)) {
    if (copy.message.fromId === bot.id) continue;
    if (!reaches(api, bot, copy)) continue;
    meet(bot, copy.message);
    const kind = kindOf(api, copy, change.kind);
    const { queues, world } = api;
    pushUpdate(world, queues.of(bot.id), kind, messageJson(world, copy, bot.id), copy.chatId);
  }
}

function botsWith({ world }: BotApi, ownerId: number): Bot[] {
  const bot = world.bots.get(ownerId);
  if (bot) return [bot];
  const chat = isChatId(ownerId) ? world.chats.get(ownerId) : undefined;
  return chat ? [...world.bots.values()].filter(({ id }) => isPresent(chat, id)) : [];
}

/** Whom a message names the bot may ask for by id from now on. */
function meet(bot: Bot, { forwarded, fromId, service }: Message): void {
  bot.met.add(fromId);
  if (forwarded && !isChatId(forwarded.fromId)) bot.met.add(forwarded.fromId);
  if (service?.kind === 'usersAdded') for (const id of service.userIds) bot.met.add(id);
}

function kindOf({ world }: BotApi, { chatId }: Copy, change: 'new' | 'edit'): UpdateKind {
  const post = world.chats.get(chatId)?.kind === 'channel';
  if (post) return change === 'new' ? 'channel_post' : 'edited_channel_post';
  return change === 'new' ? 'message' : 'edited_message';
}

/**
 * Whether a bot hears a message: in groups not those of other bots, and with privacy mode only what
 * is meant for it (https://core.telegram.org/bots/features#privacy-mode).
 */
function reaches({ world }: BotApi, bot: Bot, { chatId, message }: Copy): boolean {
  const chat: Chat | undefined = world.chats.get(chatId);
  if (!chat || chat.kind === 'channel' || message.service) return true;
  if (world.users.get(message.fromId)?.bot) return false;
  if (bot.readsAll || isAdmin(world, chat, bot.id)) return true;
  if (message.replyTo?.fromId === bot.id) return true;
  return isCommandFor(message.text, world.users.get(bot.id)?.username ?? '');
}

/** A command with the bot's name, or with nobody's. */
function isCommandFor(text: string, username: string): boolean {
  const [, name] = /^\/\w+(?:@(\w+))?/.exec(text) ?? [];
  return (
    text.startsWith('/') && (name === undefined || name.toLowerCase() === username.toLowerCase())
  );
}
