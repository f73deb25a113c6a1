import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Chat, Member } from './chat.ts';
import { memberOf, requireRight } from './member-of.ts';
import { postService } from './post-message.ts';
import { type BannedRights, isEmpty } from './rights.ts';
import { setMember } from './set-member.ts';

/** Shorter and longer terms than these count as for good, in seconds (Telegram's own rule). */
const SHORTEST_TERM = 30;
const LONGEST_TERM = 366 * 24 * 60 * 60;

/**
 * Forbids somebody things in a channel or supergroup: with `viewMessages` they are out and cannot
 * come back, with nothing they are free again.
 *
 * @param until  world's time in seconds; 0 for good
 * @throws TelegramError CHAT_ADMIN_REQUIRED, USER_ADMIN_INVALID, PARTICIPANT_ID_INVALID
 */
export function editBanned(
  world: World,
  actor: User,
  chat: Chat,
  user: User,
  rights: BannedRights,
  until: number,
  session?: string,
): void {
  requireRight(world, chat, actor.id, 'banUsers');
  if (user.id === actor.id) throw new TelegramError(400, 'PARTICIPANT_ID_INVALID');
  const now = world.clock.seconds();
  const before: Member = memberOf(world, chat, user.id) ?? {
    userId: user.id,
    status: 'left',
    present: false,
    joinedAt: now,
    inviterId: actor.id,
  };
  const untouchable = before.status === 'admin' && before.promotedBy !== actor.id;
  if (user.id === chat.creatorId || (untouchable && chat.creatorId !== actor.id)) {
    throw new TelegramError(400, 'USER_ADMIN_INVALID');
  }

  const term = until - now;
  const forGood = until === 0 || term < SHORTEST_TERM || term > LONGEST_TERM;
  const banned = { rights, until: forGood ? 0 : until, by: actor.id, at: now };
  const after = placeAfter(before, rights, banned);
  const removed = before.present && !after.present;
  if (removed && chat.kind !== 'channel') {
    postService(world, actor.id, chat, { kind: 'userRemoved', userId: user.id }, {}, session);
  }
  setMember(world, chat, after, { actorId: actor.id, session });
}

function placeAfter(
  before: Member,
  rights: BannedRights,
  banned: NonNullable<Member['banned']>,
): Member {
  const { userId, joinedAt, inviterId, present } = before;
  const plain = { userId, joinedAt, inviterId };
  if (isEmpty(rights)) {
    const status = present ? 'member' : 'left';
    return { ...plain, status, present };
  }
  if (rights.viewMessages) return { ...plain, status: 'kicked', present: false, banned };
  return { ...plain, status: 'restricted', present, banned };
}
