import { TelegramError } from '../telegram-error.ts';
import { getUser } from '../users/find-user.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Chat } from './chat.ts';
import { letIn } from './join-chat.ts';
import { takeRequest } from './join-requests.ts';
import { memberOf, requireRight } from './member-of.ts';

/**
 * Lets in somebody who asked, or turns them away.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, HIDE_REQUESTER_MISSING, USER_ALREADY_PARTICIPANT,
 *   and those of `letIn`
 */
export function answerRequest(
  world: World,
  actor: User,
  chat: Chat,
  userId: number,
  approved: boolean,
  session?: string,
): void {
  requireRight(world, chat, actor.id, 'inviteUsers');
  if (memberOf(world, chat, userId)?.present) {
    throw new TelegramError(400, 'USER_ALREADY_PARTICIPANT');
  }
  const request = takeRequest(world, chat, userId);
  if (!approved) return;
  const link = request.hash === undefined ? undefined : world.invites.get(request.hash);
  letIn(world, getUser(world, userId), chat, { link, approvedBy: actor.id }, session);
}
