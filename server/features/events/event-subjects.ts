import { inArray } from 'drizzle-orm';
import type { StoredEvent } from '../../base/events/read-events.ts';
import type { Language } from '../../base/text.ts';
import type { App } from '../../context.ts';
import { accounts } from '../accounts/tables.ts';
import { senderKeys } from '../business/sender-key.ts';
import { businessConnections } from '../business/tables.ts';
import { contacts } from '../contacts/tables.ts';
import { messages } from '../messages/tables.ts';
import { type MessageView, viewMessages } from '../messages/view-message.ts';

/** Whom an event is about, as the database holds them now. */
export type Subjects = {
  account?: { id: string; phone: string | null; username: string | null };
  contact?: {
    id: number;
    user_id: number | null;
    username: string | null;
    phone: string | null;
    first_name: string;
    last_name: string;
  };
  message?: MessageView;
  /** The person or the message it tells of has been erased. */
  isGone: boolean;
};

/** Looks up whom events are about, all at once. @returns by the event's id */
export async function loadSubjects(
  app: App,
  events: readonly StoredEvent[],
  language: Language,
): Promise<Map<number, Subjects>> {
  const said = await messagesOf(
    app,
    idsOf(events, (e) => e.messageId),
    language,
  );
  const people = await contactsOf(app, [
    ...idsOf(events, (e) => e.contactId),
    ...[...said.values()].map((m) => m.contactId),
  ]);
  const pool = await accountsOf(
    app,
    idsOf(events, (e) => e.senderId),
  );
  return new Map(
    events.map((event) => {
      const message = said.get(event.messageId ?? 0);
      // Two contacts may have become one since: the message knows whose it is.
      const contact = people.get(message?.contactId ?? event.contactId ?? 0);
      const account = pool.get(event.senderId ?? 0);
      const isGone =
        (event.messageId !== null && !message) || (event.contactId !== null && !contact);
      return [
        event.id,
        {
          ...(account && { account }),
          ...(contact && { contact }),
          ...(message && { message: message.view }),
          isGone,
        },
      ];
    }),
  );
}

function idsOf(
  events: readonly StoredEvent[],
  pick: (event: StoredEvent) => number | null,
): number[] {
  return [...new Set(events.flatMap((e) => pick(e) ?? []))];
}

async function messagesOf(app: App, ids: readonly number[], language: Language) {
  if (ids.length === 0) return new Map<number, { contactId: number; view: MessageView }>();
  const rows = await app.db
    .select()
    .from(messages)
    .where(inArray(messages.id, [...ids]));
  const views = await viewMessages(app, rows, language);
  return new Map(
    rows.flatMap((row, i) => {
      const view = views[i];
      return view ? [[row.id, { contactId: row.contactId, view }] as const] : [];
    }),
  );
}

async function contactsOf(
  app: App,
  ids: readonly number[],
): Promise<Map<number, NonNullable<Subjects['contact']>>> {
  if (ids.length === 0) return new Map();
  const rows = await app.db
    .select()
    .from(contacts)
    .where(inArray(contacts.id, [...new Set(ids)]));
  return new Map(
    rows.map((c) => [
      c.id,
      {
        id: c.id,
        user_id: c.telegramId,
        username: c.username,
        phone: c.phone,
        first_name: c.firstName,
        last_name: c.lastName,
      },
    ]),
  );
}

async function accountsOf(
  app: App,
  ids: readonly number[],
): Promise<Map<number, NonNullable<Subjects['account']>>> {
  if (ids.length === 0) return new Map();
  const [keys, rows, owners] = await Promise.all([
    senderKeys(app.db, ids),
    app.db
      .select({ id: accounts.id, phone: accounts.phone, username: accounts.username })
      .from(accounts)
      .where(inArray(accounts.id, [...ids])),
    app.db
      .select({ id: businessConnections.id, username: businessConnections.username })
      .from(businessConnections)
      .where(inArray(businessConnections.id, [...ids])),
  ]);
  return new Map(
    [...rows, ...owners.map((owner) => ({ ...owner, phone: null }))].map(
      ({ id, phone, username }) => [id, { id: keys.get(id) ?? '', phone, username }],
    ),
  );
}
