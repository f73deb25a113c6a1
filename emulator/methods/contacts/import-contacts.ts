import type { tl } from '@mtcute/core';
import { saveContact } from '../../world/contacts/save-contact.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { findByPhone } from '../../world/users/find-user.ts';
import { normalizePhone } from '../../world/users/phone.ts';
import type { User } from '../../world/users/user.ts';
import { type Call, caller } from '../call.ts';
import { userView } from '../views/user-view.ts';

/** Finds people by phone number and puts them into the contacts; unknown numbers are passed over. */
export function importContacts(
  call: Call,
  request: tl.contacts.RawImportContactsRequest,
): tl.contacts.RawImportedContacts {
  const self = caller(call);
  const imported: tl.TypeImportedContact[] = [];
  const users = new Set<User>();
  for (const given of request.contacts) {
    const phone = readPhone(given.phone);
    const user = phone === undefined ? undefined : findByPhone(call.world, self, phone);
    if (!user || user.id === self.id) continue;
    saveContact(call.world, self, user, {
      firstName: given.firstName || user.firstName,
      lastName: given.lastName || undefined,
      phone,
    });
    imported.push({ _: 'importedContact', userId: user.id, clientId: given.clientId });
    users.add(user);
  }
  return {
    _: 'contacts.importedContacts',
    imported,
    popularInvites: [],
    retryContacts: [],
    users: [...users].map((user) => userView(call.world, self, user)),
  };
}

/** @throws TelegramError PHONE_NOT_OCCUPIED */
export function resolvePhone(
  call: Call,
  request: tl.contacts.RawResolvePhoneRequest,
): tl.contacts.RawResolvedPeer {
  const self = caller(call);
  const phone = readPhone(request.phone);
  const user = phone === undefined ? undefined : findByPhone(call.world, self, phone);
  if (!user) throw new TelegramError(400, 'PHONE_NOT_OCCUPIED');
  return {
    _: 'contacts.resolvedPeer',
    peer: { _: 'peerUser', userId: user.id },
    chats: [],
    users: [userView(call.world, self, user)],
  };
}

function readPhone(text: string): string | undefined {
  try {
    return normalizePhone(text);
  } catch (error) {
    if (error instanceof TelegramError) return undefined;
    throw error;
  }
}
