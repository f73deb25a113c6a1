import type { z } from 'zod';
import type { contactView } from '../../../contract/contacts.ts';
import type { consentBases } from '../../../contract/messages.ts';

export type Contact = z.output<typeof contactView>;
export type ContactStatus = Contact['status'];
export type Basis = (typeof consentBases)[number];

type Named = Pick<Contact, 'id' | 'first_name' | 'last_name' | 'username' | 'phone'>;

/** What a contact is called: their name, else what they are known by. */
export function nameOf(contact: Named, nameless: (id: number) => string): string {
  const name = `${contact.first_name} ${contact.last_name}`.trim();
  if (name) return name;
  return contact.username ? `@${contact.username}` : (contact.phone ?? nameless(contact.id));
}

/** How the API is told whom a stop is about; undefined when nothing is known to tell it by. */
export function recipientOf(
  contact: Pick<Contact, 'telegram_id' | 'username' | 'phone'>,
): { user_id?: number; username?: string; phone?: string } | undefined {
  const recipient = {
    ...(contact.telegram_id !== null && { user_id: contact.telegram_id }),
    ...(contact.username !== null && { username: contact.username }),
    ...(contact.phone !== null && { phone: contact.phone }),
  };
  return Object.keys(recipient).length > 0 ? recipient : undefined;
}
