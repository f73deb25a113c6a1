import type { ChatId } from '../messages/box.ts';
import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { Chat } from './chat.ts';
import { memberOf } from './member-of.ts';

/** @throws TelegramError CHAT_ID_INVALID when the world has no such chat */
export function getChat(world: World, id: ChatId): Chat {
  const chat = world.chats.get(id);
  if (!chat) throw new TelegramError(400, 'CHAT_ID_INVALID');
  return chat;
}

/** The chat of that username, if it is a chat's. */
export function findChatByUsername(world: World, username: string): Chat | undefined {
  const id = world.userIdsByUsername.get(username.toLowerCase());
  return id === undefined ? undefined : world.chats.get(id);
}

/** Whether somebody may look into a chat: they are in it, or it is public and they aren't banned. */
export function mayView(world: World, chat: Chat, userId: number): boolean {
  if (chat.deleted) return false;
  const member = memberOf(world, chat, userId);
  if (member?.present) return true;
  return chat.username !== undefined && member?.status !== 'kicked';
}

/** @throws TelegramError CHANNEL_PRIVATE, or for a basic group CHAT_ID_INVALID */
export function checkMayView(world: World, chat: Chat, userId: number): void {
  if (mayView(world, chat, userId)) return;
  throw new TelegramError(400, chat.kind === 'group' ? 'CHAT_ID_INVALID' : 'CHANNEL_PRIVATE');
}
