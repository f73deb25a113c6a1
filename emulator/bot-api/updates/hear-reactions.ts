import type { MessageReactionUpdated, ReactionType } from 'grammy/types';
import { isChatId } from '../../world/chats/chat-id.ts';
import { isAdmin } from '../../world/chats/member-of.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import type { WorldEvent } from '../../world/world-event.ts';
import type { BotApi } from '../bot-api.ts';
import { chatJson } from '../views/chat-json.ts';
import { userJsonById } from '../views/user-json.ts';
import { pushUpdate } from './update-queue.ts';

/** Reactions of people: in groups only bots that administer them are told, when they asked for it. */
export function hearReaction(
  { queues, world }: BotApi,
  event: Extract<WorldEvent, { kind: 'reaction' }>,
): void {
  if (world.users.get(event.userId)?.bot) return;
  for (const bot of world.bots.values()) {
    const copy = copyFor(event.message, bot.id);
    const chat = copy && world.chats.get(copy.chatId);
    if (!copy || (chat && !isAdmin(world, chat, bot.id))) continue;
    const update: MessageReactionUpdated = {
      chat: chatJson(world, copy.chatId),
      message_id: copy.id,
      user: userJsonById(world, event.userId),
      date: world.clock.seconds(),
      old_reaction: event.before.map(reactionJson),
      new_reaction: event.after.map(reactionJson),
    };
    pushUpdate(world, queues.of(bot.id), 'message_reaction', update, copy.chatId);
  }
}

/** The message as the bot has it: in its own box, or in the one that a channel's members share. */
function copyFor(message: Message, botId: number): Copy | undefined {
  return message.copies.find(({ ownerId }) => ownerId === botId || isChatId(ownerId));
}

const reactionJson = (emoji: string) => ({ type: 'emoji', emoji }) as ReactionType;
