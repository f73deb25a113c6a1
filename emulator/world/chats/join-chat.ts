import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Chat, InviteLink, Member } from './chat.ts';
import { checkChannelRoom } from './create-chat.ts';
import { newMember } from './invite-users.ts';
import { askToJoin } from './join-requests.ts';
import { memberOf } from './member-of.ts';
import { postService } from './post-message.ts';
import { setMember } from './set-member.ts';

/**
 * Joins a public chat. Whoever is in it already stays.
 *
 * @throws TelegramError CHANNEL_PRIVATE, CHANNELS_TOO_MUCH, USERS_TOO_MUCH, INVITE_REQUEST_SENT
 */
export function joinChat(world: World, user: User, chat: Chat, session?: string): void {
  const member = memberOf(world, chat, user.id);
  if (member?.present) return;
  const open = chat.username !== undefined && !chat.deleted;
  if (!open || member?.status === 'kicked') throw new TelegramError(400, 'CHANNEL_PRIVATE');
  checkRoom(world, user, chat);
  if (chat.joinRequest) {
    askToJoin(world, user, chat, undefined);
    throw new TelegramError(400, 'INVITE_REQUEST_SENT');
  }
  setMember(world, chat, comeBack(member, newMember(world, user.id, user.id)), {
    actorId: user.id,
    session,
  });
  if (chat.kind === 'channel') return;
  postService(world, user.id, chat, { kind: 'usersAdded', userIds: [user.id] }, {}, session);
}

/**
 * Lets somebody in who came by a link, or whose request was granted.
 *
 * @throws TelegramError CHANNELS_TOO_MUCH, USERS_TOO_MUCH
 */
export function letIn(
  world: World,
  user: User,
  chat: Chat,
  by: { link: InviteLink | undefined; approvedBy?: number | undefined },
  session?: string,
): void {
  checkRoom(world, user, chat);
  const { link, approvedBy } = by;
  const inviterId = link?.adminId ?? user.id;
  const viaRequest = approvedBy !== undefined;
  const fresh = { ...newMember(world, user.id, inviterId), viaRequest };
  const member = comeBack(memberOf(world, chat, user.id), fresh);
  link?.importers.push({ userId: user.id, date: world.clock.seconds(), approvedBy });
  setMember(world, chat, member, { actorId: approvedBy ?? user.id, link, session });
  if (chat.kind === 'channel') return;
  const service = viaRequest
    ? ({ kind: 'joinedByRequest' } as const)
    : ({ kind: 'joinedByLink', inviterId } as const);
  postService(world, user.id, chat, service, {}, viaRequest ? undefined : session);
}

/** Restrictions outlive leaving. */
function comeBack(before: Member | undefined, fresh: Member): Member {
  if (before?.status !== 'restricted') return fresh;
  return { ...fresh, status: 'restricted', banned: before.banned };
}

function checkRoom(world: World, user: User, chat: Chat): void {
  if (chat.kind !== 'group') checkChannelRoom(world, user);
  if (chat.memberCount >= chat.limits.members) throw new TelegramError(400, 'USERS_TOO_MUCH');
}
