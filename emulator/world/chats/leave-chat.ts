import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { Chat } from './chat.ts';
import { hasRight, isAdmin, memberOf, requirePresent } from './member-of.ts';
import { postService } from './post-message.ts';
import { setMember } from './set-member.ts';

/** Leaves a chat. @throws TelegramError USER_NOT_PARTICIPANT, CHANNEL_PRIVATE or CHAT_ID_INVALID */
export function leaveChat(world: World, userId: number, chat: Chat, session?: string): void {
  requirePresent(world, chat, userId);
  takeOut(world, userId, chat, userId, session);
}

/**
 * Takes somebody out of a basic group without shutting them out for good: the owner may take out
 * anybody, administrators may take out members, and everybody those whom they brought.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT, CHAT_ID_INVALID
 */
export function removeMember(
  world: World,
  actorId: number,
  chat: Chat,
  userId: number,
  session?: string,
): void {
  requirePresent(world, chat, actorId);
  const member = memberOf(world, chat, userId);
  if (!member?.present) throw new TelegramError(400, 'USER_NOT_PARTICIPANT');
  const allowed =
    chat.creatorId === actorId ||
    (hasRight(world, chat, actorId, 'banUsers') && !isAdmin(world, chat, userId)) ||
    (chat.kind === 'group' && member.inviterId === actorId);
  if (!allowed) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  takeOut(world, actorId, chat, userId, session);
}

function takeOut(world: World, actorId: number, chat: Chat, userId: number, session?: string) {
  const member = memberOf(world, chat, userId);
  if (!member) return;
  const { userId: id, joinedAt, inviterId, banned } = member;
  // The owner stays the owner while away, and comes back as such.
  const status =
    member.status === 'creator' || member.status === 'restricted' ? member.status : 'left';
  const rights = status === 'creator' ? member.rights : undefined;
  const gone = { userId: id, joinedAt, inviterId, banned, rights, status, present: false } as const;
  if (chat.kind !== 'channel') {
    postService(world, actorId, chat, { kind: 'userRemoved', userId }, {}, session);
  }
  setMember(world, chat, { ...gone, leftThemselves: actorId === userId }, { actorId, session });
}
