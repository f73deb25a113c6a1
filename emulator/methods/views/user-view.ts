import type { tl } from '@mtcute/core';
import { accessHash } from '../../world/access-hash.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { toLong } from './long.ts';

/** How `viewer` sees a user. */
export function userView(world: World, viewer: User, user: User): tl.RawUser {
  const contact = viewer.contacts.get(user.id);
  const self = viewer.id === user.id;
  const gone = user.deleted || (user.banned && !self);
  const identity = {
    _: 'user',
    id: user.id,
    self,
    accessHash: toLong(accessHash(world, viewer.id, user.id)),
  } as const;
  if (gone) return { ...identity, deleted: true };
  return {
    ...identity,
    contact: contact !== undefined,
    mutualContact: contact !== undefined && user.contacts.has(viewer.id),
    bot: user.bot,
    botInfoVersion: user.bot ? 1 : undefined,
    botChatHistory: world.bots.get(user.id)?.readsAll,
    botNochats: world.bots.get(user.id)?.joinsGroups === false,
    botBusiness: world.bots.get(user.id)?.servesBusiness,
    verified: user.verified,
    support: user.support,
    premium: user.premium,
    restricted: user.restricted !== undefined,
    restrictionReason: user.restricted && [
      { _: 'restrictionReason', platform: 'all', reason: 'terms', text: user.restricted.reason },
    ],
    contactRequirePremium: !self && user.privacy.messages === 'premium',
    sendPaidMessagesStars:
      !self && user.privacy.messages === 'paid' ? toLong(BigInt(user.privacy.stars)) : undefined,
    firstName: contact?.firstName ?? user.firstName,
    lastName: contact ? contact.lastName : user.lastName,
    username: user.username,
    phone: self || showsPhone(viewer, user) ? user.phone : undefined,
    status: user.bot ? undefined : userStatus(world, viewer, user),
  };
}

/** Each user once. Ids that the world doesn't know are left out. */
export function userViews(world: World, viewer: User, ids: Iterable<number>): tl.RawUser[] {
  const views: tl.RawUser[] = [];
  for (const id of new Set(ids)) {
    const user = world.users.get(id);
    if (user) views.push(userView(world, viewer, user));
  }
  return views;
}

function showsPhone(viewer: User, user: User): boolean {
  if (user.privacy.phoneNumber === 'everyone' || user.support) return true;
  if (user.privacy.phoneNumber === 'contacts' && user.contacts.has(viewer.id)) return true;
  // Whoever added the user by phone number knows it already.
  return user.phone !== undefined && viewer.contacts.get(user.id)?.phone === user.phone;
}

/** Whether and when a user was seen, as far as their privacy lets the viewer know. */
export function userStatus(world: World, viewer: User, user: User): tl.TypeUserStatus {
  const now = world.clock.seconds();
  const visible =
    viewer.id === user.id ||
    user.privacy.lastSeen === 'everyone' ||
    (user.privacy.lastSeen === 'contacts' && user.contacts.has(viewer.id));
  if (user.onlineUntil === 0 || !visible) return { _: 'userStatusRecently' };
  return user.onlineUntil > now
    ? { _: 'userStatusOnline', expires: user.onlineUntil }
    : { _: 'userStatusOffline', wasOnline: user.onlineUntil };
}
