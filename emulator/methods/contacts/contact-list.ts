import type { tl } from '@mtcute/core';
import { removeContact, saveContact } from '../../world/contacts/save-contact.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { normalizePhone } from '../../world/users/phone.ts';
import { type Call, caller } from '../call.ts';
import { userOfInput } from '../peers.ts';
import { chatViews } from '../views/chat-view.ts';
import { peerSettingsOf } from '../views/peer-settings-view.ts';
import { peerView } from '../views/peer-view.ts';
import { updatesOf } from '../views/update-view.ts';
import { userStatus, userViews } from '../views/user-view.ts';

/** The address book. */
export function getContacts(call: Call): tl.contacts.TypeContacts {
  const self = caller(call);
  const ids = [...self.contacts.keys()];
  return {
    _: 'contacts.contacts',
    contacts: ids.map((userId) => ({
      _: 'contact',
      userId,
      mutual: self.contactOf.has(userId),
    })),
    savedCount: ids.length,
    users: userViews(call.world, self, ids),
  };
}

export function getContactIds(call: Call): number[] {
  return [...caller(call).contacts.keys()];
}

export function getStatuses(call: Call): tl.TypeContactStatus[] {
  const self = caller(call);
  return [...self.contacts.keys()].flatMap((userId) => {
    const user = call.world.users.get(userId);
    if (!user) return [];
    return [{ _: 'contactStatus', userId, status: userStatus(call.world, self, user) } as const];
  });
}

/** @throws TelegramError USER_ID_INVALID, CONTACT_NAME_EMPTY */
export function addContact(call: Call, request: tl.contacts.RawAddContactRequest): tl.TypeUpdates {
  const self = caller(call);
  const user = userOfInput(call, request.id);
  if (user.id === self.id) throw new TelegramError(400, 'CONTACT_ID_INVALID');
  if (request.firstName.trim() === '') throw new TelegramError(400, 'CONTACT_NAME_EMPTY');
  saveContact(call.world, self, user, {
    firstName: request.firstName.trim(),
    lastName: request.lastName.trim() || undefined,
    phone: request.phone === '' ? undefined : normalizePhone(request.phone),
  });
  const update: tl.TypeUpdate = {
    _: 'updatePeerSettings',
    peer: { _: 'peerUser', userId: user.id },
    settings: peerSettingsOf(self, user),
  };
  return updatesOf(call.world, self, [update], [user.id]);
}

/** @throws TelegramError USER_ID_INVALID */
export function deleteContacts(
  call: Call,
  request: tl.contacts.RawDeleteContactsRequest,
): tl.TypeUpdates {
  const self = caller(call);
  const users = request.id.map((input) => userOfInput(call, input));
  for (const user of users) removeContact(call.world, self, user);
  const updates = users.map(
    (user): tl.TypeUpdate => ({
      _: 'updatePeerSettings',
      peer: { _: 'peerUser', userId: user.id },
      settings: peerSettingsOf(self, user),
    }),
  );
  return updatesOf(
    call.world,
    self,
    updates,
    users.map((user) => user.id),
  );
}

/** Finds people by name among the contacts, and people and chats by username among all. */
export function searchContacts(
  call: Call,
  request: tl.contacts.RawSearchRequest,
): tl.contacts.RawFound {
  const self = caller(call);
  const query = request.q.trim().toLowerCase().replace(/^@/, '');
  if (query === '') throw new TelegramError(400, 'SEARCH_QUERY_EMPTY');
  const own = [...self.contacts]
    .filter(([, contact]) =>
      `${contact.firstName} ${contact.lastName ?? ''}`.toLowerCase().includes(query),
    )
    .map(([id]) => id);
  const named = call.world.peerIdsByUsername.get(query);
  const others = named === undefined || own.includes(named) ? [] : [named];
  return {
    _: 'contacts.found',
    myResults: own.slice(0, request.limit).map(peerView),
    results: others.slice(0, request.limit).map(peerView),
    chats: chatViews(call.world, self, others),
    users: userViews(call.world, self, [...own, ...others]),
  };
}
