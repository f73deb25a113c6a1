import type { ChatJoinRequest } from 'grammy/types';
import { hasRight, isAdmin } from '../../world/chats/member-of.ts';
import type { WorldEvent } from '../../world/world-event.ts';
import type { BotApi } from '../bot-api.ts';
import { groupChatJson } from '../views/chat-json.ts';
import { linkJson } from '../views/link-json.ts';
import { memberUpdate } from '../views/member-json.ts';
import { userJsonById } from '../views/user-json.ts';
import { pushUpdate } from './update-queue.ts';

/** Somebody's place in a chat changed: the bot itself is told, and bots that administer it. */
export function hearMember(
  { queues, world }: BotApi,
  event: Extract<WorldEvent, { kind: 'member' }>,
): void {
  const chat = world.chats.get(event.chatId);
  if (!chat) return;
  for (const bot of world.bots.values()) {
    const itself = bot.id === event.userId;
    if (!itself && !isAdmin(world, chat, bot.id)) continue;
    bot.met.add(event.userId);
    bot.met.add(event.actorId);
    const kind = itself ? 'my_chat_member' : 'chat_member';
    pushUpdate(world, queues.of(bot.id), kind, memberUpdate(world, chat, event), chat.id);
  }
}

/** Somebody asks to be let in: bots that may invite are asked. */
export function hearJoinRequest(
  { queues, world }: BotApi,
  { chatId, request }: Extract<WorldEvent, { kind: 'joinRequest' }>,
): void {
  const chat = world.chats.get(chatId);
  if (!chat || !request) return;
  const user = world.users.get(request.userId);
  const link = request.hash === undefined ? undefined : chat.links.get(request.hash);
  const update: ChatJoinRequest = {
    chat: groupChatJson(chat) as ChatJoinRequest['chat'],
    from: userJsonById(world, request.userId),
    user_chat_id: request.userId,
    date: request.date,
    bio: user?.bio,
    invite_link: link && linkJson(world, chat, link),
  };
  for (const bot of world.bots.values()) {
    if (!hasRight(world, chat, bot.id, 'inviteUsers')) continue;
    bot.met.add(request.userId);
    pushUpdate(world, queues.of(bot.id), 'chat_join_request', update, chat.id);
  }
}
