import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { Chat, Member } from './chat.ts';
import { type AdminRight, type BannedRight, ownerRights } from './rights.ts';

/** Somebody's place in a chat. A restriction that has run out counts no more. */
export function memberOf(world: World, chat: Chat, userId: number): Member | undefined {
  const member = chat.members.get(userId);
  const until = member?.banned?.until ?? 0;
  if (!member || until === 0 || until > world.clock.seconds()) return member;
  const { banned: _, ...rest } = member;
  const freed: Member = { ...rest, status: member.present ? 'member' : 'left' };
  chat.members.set(userId, freed);
  return freed;
}

/** Who is in the chat, in the order they came. */
export function* presentMembers(world: World, chat: Chat): Generator<Member> {
  for (const id of chat.members.keys()) {
    const member = memberOf(world, chat, id);
    if (member?.present) yield member;
  }
}

export const isPresent = (chat: Chat, userId: number): boolean =>
  chat.members.get(userId)?.present === true;

/** Whether an administrator has a right. The owner has all but anonymity, which is chosen. */
export function hasRight(world: World, chat: Chat, userId: number, right: AdminRight): boolean {
  const member = memberOf(world, chat, userId);
  if (!member?.present) return false;
  if (member.status === 'creator' && ownerRights[right]) return true;
  return member.rights?.[right] === true;
}

export function isAdmin(world: World, chat: Chat, userId: number): boolean {
  const status = memberOf(world, chat, userId)?.status;
  return status === 'creator' || status === 'admin';
}

/** Whether something is forbidden to a member, by the chat's rules or the member's own. */
export function isForbidden(world: World, chat: Chat, userId: number, what: BannedRight): boolean {
  const member = memberOf(world, chat, userId);
  if (member?.status === 'creator' || member?.status === 'admin') return false;
  return chat.defaultBanned[what] === true || member?.banned?.rights[what] === true;
}

/**
 * @throws TelegramError CHANNEL_PRIVATE or CHAT_ID_INVALID for who isn't in the chat, and
 *   CHAT_ADMIN_REQUIRED for who may not
 */
export function requireRight(world: World, chat: Chat, userId: number, right: AdminRight): void {
  requirePresent(world, chat, userId);
  if (!hasRight(world, chat, userId, right)) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
}

/** The same for what members may do too, unless it is forbidden to them. Members of a channel may not. */
export function requireAllowed(
  world: World,
  chat: Chat,
  userId: number,
  right: AdminRight & BannedRight,
): void {
  requirePresent(world, chat, userId);
  if (hasRight(world, chat, userId, right)) return;
  if (
    chat.kind === 'channel' ||
    isAdmin(world, chat, userId) ||
    isForbidden(world, chat, userId, right)
  ) {
    throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  }
}

/** @throws TelegramError CHANNEL_PRIVATE, USER_NOT_PARTICIPANT, or for a basic group CHAT_ID_INVALID */
export function requirePresent(world: World, chat: Chat, userId: number): void {
  const member = chat.deleted ? undefined : memberOf(world, chat, userId);
  if (member?.present) return;
  if (chat.kind === 'group') throw new TelegramError(400, 'CHAT_ID_INVALID');
  const open = chat.username !== undefined && !chat.deleted && member?.status !== 'kicked';
  throw new TelegramError(400, open ? 'USER_NOT_PARTICIPANT' : 'CHANNEL_PRIVATE');
}
