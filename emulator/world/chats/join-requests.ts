import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { Chat, InviteLink } from './chat.ts';

/** Notes that somebody asks to be let in, once. */
export function askToJoin(
  world: World,
  user: User,
  chat: Chat,
  link: InviteLink | undefined,
): void {
  if (chat.requests.has(user.id)) return;
  const request = { userId: user.id, date: world.clock.seconds(), hash: link?.hash };
  chat.requests.set(user.id, request);
  announce(world, { kind: 'joinRequest', chatId: chat.id, userId: user.id, request });
}

/** Takes a request off the list. @throws TelegramError HIDE_REQUESTER_MISSING */
export function takeRequest(world: World, chat: Chat, userId: number) {
  const request = chat.requests.get(userId);
  if (!request) throw new TelegramError(400, 'HIDE_REQUESTER_MISSING');
  chat.requests.delete(userId);
  announce(world, { kind: 'joinRequest', chatId: chat.id, userId, request: undefined });
  return request;
}
