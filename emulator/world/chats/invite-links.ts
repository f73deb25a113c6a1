import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Chat, InviteLink } from './chat.ts';
import { getChat } from './find-chat.ts';
import { letIn } from './join-chat.ts';
import { askToJoin } from './join-requests.ts';
import { memberOf, requireRight } from './member-of.ts';

const MOST_USES = 99_999;

/** What an administrator may set about a link; times are world's seconds, 0 takes a limit away. */
export type LinkOptions = {
  title?: string | undefined;
  expireDate?: number | undefined;
  usageLimit?: number | undefined;
  requestNeeded?: boolean | undefined;
};

export const inviteUrl = (link: InviteLink): string => `https://t.me/+${link.hash}`;

/** How many have come by a link. */
export const usageOf = (link: InviteLink): number => link.importers.length;

/**
 * Makes an invite link.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, EXPIRE_DATE_INVALID, USAGE_LIMIT_INVALID
 */
export function createLink(
  world: World,
  actor: User,
  chat: Chat,
  options: LinkOptions = {},
): InviteLink {
  requireRight(world, chat, actor.id, 'inviteUsers');
  checkOptions(world, options);
  return addLink(world, actor.id, chat, { ...cleanOptions(options), permanent: false });
}

/** The administrator's own permanent link, made when first needed. */
export function primaryLink(world: World, adminId: number, chat: Chat): InviteLink {
  for (const link of chat.links.values()) {
    if (link.permanent && link.adminId === adminId && !link.revoked) return link;
  }
  return addLink(world, adminId, chat, { requestNeeded: false, permanent: true });
}

/** Replaces the administrator's permanent link by another. @throws TelegramError CHAT_ADMIN_REQUIRED */
export function renewPrimaryLink(world: World, actor: User, chat: Chat): InviteLink {
  requireRight(world, chat, actor.id, 'inviteUsers');
  primaryLink(world, actor.id, chat).revoked = true;
  return primaryLink(world, actor.id, chat);
}

/**
 * Changes a link, or revokes it; a permanent one that is revoked gets a successor.
 *
 * @returns the successor, if there is one
 * @throws TelegramError CHAT_ADMIN_REQUIRED, INVITE_HASH_EXPIRED, CHAT_INVITE_PERMANENT
 */
export function editLink(
  world: World,
  actor: User,
  chat: Chat,
  hash: string,
  change: LinkOptions & { revoked?: boolean | undefined },
): { link: InviteLink; successor: InviteLink | undefined } {
  const link = linkOf(world, actor, chat, hash);
  if (link.revoked) throw new TelegramError(400, 'INVITE_HASH_EXPIRED');
  if (change.revoked) {
    link.revoked = true;
    const successor = link.permanent ? primaryLink(world, link.adminId, chat) : undefined;
    return { link, successor };
  }
  if (link.permanent) throw new TelegramError(400, 'CHAT_INVITE_PERMANENT');
  checkOptions(world, change);
  const { title, expireDate, usageLimit, requestNeeded } = change;
  if (title !== undefined) link.title = title || undefined;
  if (expireDate !== undefined) link.expireDate = expireDate || undefined;
  if (usageLimit !== undefined) link.usageLimit = usageLimit || undefined;
  if (requestNeeded !== undefined) link.requestNeeded = requestNeeded;
  return { link, successor: undefined };
}

/** Forgets a revoked link. @throws TelegramError INVITE_REVOKED_MISSING and those of `linkOf` */
export function deleteLink(world: World, actor: User, chat: Chat, hash: string): void {
  const link = linkOf(world, actor, chat, hash);
  if (!link.revoked) throw new TelegramError(400, 'INVITE_REVOKED_MISSING');
  chat.links.delete(hash);
  world.invites.delete(hash);
}

/** A link of this chat's. @throws TelegramError CHAT_ADMIN_REQUIRED, INVITE_HASH_EXPIRED */
export function linkOf(world: World, actor: User, chat: Chat, hash: string): InviteLink {
  requireRight(world, chat, actor.id, 'inviteUsers');
  const link = chat.links.get(hash);
  if (!link) throw new TelegramError(400, 'INVITE_HASH_EXPIRED');
  const foreign = link.adminId !== actor.id && chat.creatorId !== actor.id;
  if (foreign) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  return link;
}

/**
 * The link behind a hash, if one can still come in by it.
 *
 * @throws TelegramError INVITE_HASH_EMPTY, INVITE_HASH_INVALID, INVITE_HASH_EXPIRED
 */
export function usableLink(world: World, hash: string): { link: InviteLink; chat: Chat } {
  if (hash === '') throw new TelegramError(400, 'INVITE_HASH_EMPTY');
  const link = world.invites.get(hash);
  if (!link) throw new TelegramError(400, 'INVITE_HASH_INVALID');
  const chat = getChat(world, link.chatId);
  const expired = link.expireDate !== undefined && link.expireDate <= world.clock.seconds();
  const spent = link.usageLimit !== undefined && usageOf(link) >= link.usageLimit;
  if (link.revoked || expired || spent || chat.deleted) {
    throw new TelegramError(400, 'INVITE_HASH_EXPIRED');
  }
  return { link, chat };
}

/**
 * Comes in by a link, or asks to where the link wants that.
 *
 * @returns the chat
 * @throws TelegramError those of `usableLink`; USER_ALREADY_PARTICIPANT, INVITE_REQUEST_SENT, and
 *   those of `letIn`
 */
export function joinByLink(world: World, user: User, hash: string, session?: string): Chat {
  const { link, chat } = usableLink(world, hash);
  const member = memberOf(world, chat, user.id);
  if (member?.present) throw new TelegramError(400, 'USER_ALREADY_PARTICIPANT');
  if (member?.status === 'kicked') throw new TelegramError(400, 'INVITE_HASH_EXPIRED');
  if (link.requestNeeded || chat.joinRequest) {
    askToJoin(world, user, chat, link);
    throw new TelegramError(400, 'INVITE_REQUEST_SENT');
  }
  letIn(world, user, chat, { link }, session);
  return chat;
}

function addLink(
  world: World,
  adminId: number,
  chat: Chat,
  options: LinkOptions & { requestNeeded: boolean; permanent: boolean },
): InviteLink {
  const hash = world.random.bytes(12).toString('base64url');
  const link: InviteLink = {
    hash,
    chatId: chat.id,
    adminId,
    date: world.clock.seconds(),
    revoked: false,
    importers: [],
    ...options,
  };
  chat.links.set(hash, link);
  world.invites.set(hash, link);
  return link;
}

function cleanOptions(options: LinkOptions) {
  return {
    title: options.title || undefined,
    expireDate: options.expireDate || undefined,
    usageLimit: options.usageLimit || undefined,
    requestNeeded: options.requestNeeded ?? false,
  };
}

function checkOptions(world: World, { expireDate, usageLimit, requestNeeded }: LinkOptions): void {
  if (expireDate !== undefined && expireDate !== 0 && expireDate <= world.clock.seconds()) {
    throw new TelegramError(400, 'EXPIRE_DATE_INVALID');
  }
  if (usageLimit === undefined || usageLimit === 0) return;
  if (usageLimit < 0 || usageLimit > MOST_USES || requestNeeded) {
    throw new TelegramError(400, 'USAGE_LIMIT_INVALID');
  }
}
