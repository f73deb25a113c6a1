import { eq, inArray, sql } from 'drizzle-orm';
import type { StoredEvent } from '../../../base/events/read-events.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { accounts } from '../../accounts/tables.ts';
import { senderKeyOf } from '../../business/sender-key.ts';
import { contacts } from '../../contacts/tables.ts';
import { describeEvents } from '../../events/describe-events.ts';
import { describeImport } from '../../events/describe-import.ts';
import { eventsByIds } from '../../events/event-rows.ts';
import { messages } from '../../messages/tables.ts';
import { fileKey } from '../../messages/view-message.ts';
import type { WebhookForm } from './tables.ts';

/** An event and the form in which an endpoint is told of it. */
export type Telling = { eventId: number; form: WebhookForm | null };

type Bodies = Map<number, unknown>;

/**
 * The bodies to post, made from what the database holds now: an erased person isn't told of any
 * more. An event whose subject is gone has none.
 * @returns by form, then by the id of the event
 */
export async function buildBodies(
  app: App,
  tellings: readonly Telling[],
): Promise<Map<WebhookForm | null, Bodies>> {
  const stored = await eventsByIds(app, [...new Set(tellings.map((t) => t.eventId))]);
  const events = new Map(stored.map((event) => [event.id, event]));
  const built = new Map<WebhookForm | null, Bodies>();
  for (const form of new Set(tellings.map((t) => t.form))) {
    const ids = new Set(tellings.flatMap((t) => (t.form === form ? [t.eventId] : [])));
    const wanted = [...ids].flatMap((id) => events.get(id) ?? []);
    built.set(form, await builders[form ?? 'general'](app, wanted));
  }
  return built;
}

const builders: Record<
  WebhookForm | 'general',
  (app: App, events: readonly StoredEvent[]) => Promise<Bodies>
> = { incoming, status, account, general };

/** The form of Standard Webhooks: what happened, when, and to whom. */
async function general(app: App, events: readonly StoredEvent[]): Promise<Bodies> {
  const described = await describeEvents(app, events);
  return new Map(
    events.flatMap(({ id, type, at }) => {
      const data = described.get(id);
      return data ? [[id, { type, timestamp: at.toISOString(), data }]] : [];
    }),
  );
}

/** A message a person wrote, in the form that the workflow `incoming` expects. */
async function incoming(app: App, events: readonly StoredEvent[]): Promise<Bodies> {
  const bodies: Bodies = new Map();
  const ids = events.flatMap((e) => (e.messageId === null ? [] : [e.messageId]));
  if (ids.length === 0) return bodies;
  const rows = await app.db
    .select({
      message: messages,
      contact: contacts,
      key: sql<string>`${senderKeyOf(sql`${messages.senderId}`)}`,
      phone: accounts.phone,
    })
    .from(messages)
    .innerJoin(contacts, eq(contacts.id, messages.contactId))
    .leftJoin(accounts, eq(accounts.id, messages.senderId))
    .where(inArray(messages.id, ids));
  const byMessage = new Map(rows.map((row) => [row.message.id, row]));
  for (const event of events) {
    const row = byMessage.get(event.messageId ?? 0);
    if (!row) continue;
    const { message, contact } = row;
    bodies.set(event.id, {
      user_id: contact.telegramId,
      username: contact.username,
      first_name: contact.firstName,
      account_id: row.key,
      account_phone: row.phone,
      message: {
        id: message.telegramId,
        text: message.content,
        date: toSeconds(message.sentAt ?? message.createdAt),
        type: message.type,
        ...(message.attachment && { file_id: fileKey(message.id) }),
        ...(message.type !== 'text' && message.content && { caption: message.content }),
      },
    });
  }
  return bodies;
}

/** An account that moved to another status: which one, from where to where, why, until when. */
async function status(app: App, events: readonly StoredEvent[]): Promise<Bodies> {
  const bodies: Bodies = new Map();
  const ids = events.flatMap((e) => (e.senderId === null ? [] : [e.senderId]));
  if (ids.length === 0) return bodies;
  const rows = await app.db
    .select({
      id: accounts.id,
      number: accounts.number,
      phone: accounts.phone,
      username: accounts.username,
    })
    .from(accounts)
    .where(inArray(accounts.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const event of events) {
    const account = byId.get(event.senderId ?? 0);
    if (!account) continue;
    bodies.set(event.id, {
      account_id: accountKey(account.number),
      account_phone: account.phone,
      username: account.username,
      status: event.data['to'],
      previous_status: event.data['from'],
      cause: event.data['cause'],
      until: event.data['until'] ?? null,
      date: toSeconds(event.at),
    });
  }
  return bodies;
}

/** What came of an incoming file: the answer of POST /accounts/process, and the file's name. */
async function account(app: App, events: readonly StoredEvent[]): Promise<Bodies> {
  const bodies: Bodies = new Map();
  for (const event of events) {
    const importId = Number(event.data['import_id']);
    const described = await describeImport(app, event.workspaceId, importId);
    if (described) bodies.set(event.id, { ...described, date: toSeconds(event.at) });
  }
  return bodies;
}

/** ISO 8601 in whole seconds, as the contract writes dates. */
function toSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
