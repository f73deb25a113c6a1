import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Chat } from './chat.ts';
import { addUsers } from './invite-users.ts';
import { hasRight, memberOf, requirePresent, requireRight } from './member-of.ts';
import {
  type AdminRight,
  type AdminRights,
  adminRights,
  groupAdminRights,
  isEmpty,
} from './rights.ts';
import { setMember } from './set-member.ts';

/**
 * Makes somebody an administrator of a channel or supergroup, changes what they may do, or makes
 * them a plain member again (no rights at all). In a channel they are added when they aren't there.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, USER_CREATOR, RIGHT_FORBIDDEN, ADMINS_TOO_MUCH,
 *   USER_NOT_PARTICIPANT, and those of `addUsers`
 */
export function editAdmin(
  world: World,
  actor: User,
  chat: Chat,
  user: User,
  rights: AdminRights,
  rank?: string,
  session?: string,
): void {
  requireRight(world, chat, actor.id, 'addAdmins');
  const isOwner = chat.creatorId === actor.id;
  const before = memberOf(world, chat, user.id);
  if (chat.creatorId === user.id && !isOwner) throw new TelegramError(400, 'USER_CREATOR');
  if (!isOwner) checkOwn(world, actor, chat, before?.promotedBy, rights);
  if (!before?.present) comeIn(world, actor, chat, user, session);
  const member = memberOf(world, chat, user.id);
  if (!member?.present) throw new TelegramError(403, 'USER_PRIVACY_RESTRICTED');

  if (chat.creatorId === user.id) {
    setMember(world, chat, { ...member, rights, rank }, { actorId: actor.id, session });
    return;
  }
  const { banned: _, rights: __, promotedBy, rank: ___, ...rest } = member;
  if (isEmpty(rights)) {
    setMember(world, chat, { ...rest, status: 'member' }, { actorId: actor.id, session });
    return;
  }
  if (member.status !== 'admin') checkRoom(chat);
  const admin = { ...rest, status: 'admin', rights, rank } as const;
  const by = promotedBy ?? actor.id;
  setMember(world, chat, { ...admin, promotedBy: by }, { actorId: actor.id, session });
}

function comeIn(world: World, actor: User, chat: Chat, user: User, session?: string): void {
  if (chat.kind !== 'channel') throw new TelegramError(400, 'USER_NOT_PARTICIPANT');
  addUsers(world, actor, chat, [user], { session });
}

/** An administrator hands on only rights of their own, and changes only those whom they made. */
function checkOwn(
  world: World,
  actor: User,
  chat: Chat,
  promotedBy: number | undefined,
  rights: AdminRights,
): void {
  if (promotedBy !== undefined && promotedBy !== actor.id) {
    throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  }
  const beyond = (right: AdminRight) => rights[right] && !hasRight(world, chat, actor.id, right);
  if (adminRights.some(beyond)) throw new TelegramError(403, 'RIGHT_FORBIDDEN');
}

function checkRoom(chat: Chat): void {
  let admins = 0;
  for (const { status } of chat.members.values()) if (status === 'admin') admins++;
  if (admins >= chat.limits.admins) throw new TelegramError(400, 'ADMINS_TOO_MUCH');
}

/**
 * Makes somebody an administrator of a basic group or takes that away; only its owner may.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT, CHAT_ID_INVALID
 */
export function editGroupAdmin(
  world: World,
  actor: User,
  chat: Chat,
  user: User,
  isAdmin: boolean,
  session?: string,
): void {
  requirePresent(world, chat, actor.id);
  if (chat.creatorId !== actor.id) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  const member = memberOf(world, chat, user.id);
  if (!member?.present) throw new TelegramError(400, 'USER_NOT_PARTICIPANT');
  if (member.status === 'creator' || (member.status === 'admin') === isAdmin) return;
  const { rights: _, promotedBy: __, ...rest } = member;
  const made = isAdmin
    ? ({ ...rest, status: 'admin', rights: groupAdminRights, promotedBy: actor.id } as const)
    : ({ ...rest, status: 'member' } as const);
  setMember(world, chat, made, { actorId: actor.id, session });
}
