import { eq, inArray, sql } from 'drizzle-orm';
import { int, json, nullable, selectRows, text, time } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { accountKey } from '../../accounts/account.ts';
import { listByIds } from '../../accounts/list-by-ids.ts';
import { accountImports, accounts } from '../../accounts/tables.ts';
import { texts as accountTexts } from '../../accounts/texts.ts';
import { viewAccounts } from '../../accounts/view-account.ts';
import { contacts } from '../../contacts/tables.ts';
import { messages } from '../../messages/tables.ts';
import { fileKey } from '../../messages/view-message.ts';
import { readSettings } from '../../workspace/settings.ts';

/** An event as a webhook needs it. */
type Told = {
  id: number;
  workspaceId: number;
  type: string;
  at: Date;
  senderId: number | null;
  messageId: number | null;
  data: Record<string, unknown>;
};

/**
 * The bodies to post, by the id of their event, made from what the database holds now: an erased
 * person isn't told of any more. An event whose subject is gone has none.
 */
export async function buildBodies(
  app: App,
  eventIds: readonly number[],
): Promise<Map<number, unknown>> {
  const events = await selectRows(
    app.db,
    {
      id: int,
      workspaceId: int,
      type: text,
      at: time,
      senderId: nullable(int),
      messageId: nullable(int),
      data: json<Record<string, unknown>>(),
    },
    sql`
      select id, workspace_id as "workspaceId", type, at, sender_id as "senderId",
        message_id as "messageId", data
      from events
      where id in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(eventIds)}::jsonb))`,
  );
  const bodies = new Map<number, unknown>();
  await addIncoming(
    app,
    events.filter((e) => e.type === 'message.received'),
    bodies,
  );
  await addStatuses(
    app,
    events.filter((e) => e.type === 'account.status_changed'),
    bodies,
  );
  for (const event of events.filter((e) => e.type === 'account.import_finished'))
    bodies.set(event.id, await importBody(app, event));
  return bodies;
}

/** A message a person wrote, in the form that the workflow `incoming` expects. */
async function addIncoming(app: App, events: Told[], bodies: Map<number, unknown>): Promise<void> {
  const ids = events.flatMap((e) => (e.messageId === null ? [] : [e.messageId]));
  if (ids.length === 0) return;
  const rows = await app.db
    .select({
      message: messages,
      contact: contacts,
      number: accounts.number,
      phone: accounts.phone,
    })
    .from(messages)
    .innerJoin(contacts, eq(contacts.id, messages.contactId))
    .innerJoin(accounts, eq(accounts.id, messages.senderId))
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
      account_id: accountKey(row.number),
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
}

/** An account that moved to another status: which one, from where to where, why, until when. */
async function addStatuses(app: App, events: Told[], bodies: Map<number, unknown>): Promise<void> {
  const ids = events.flatMap((e) => (e.senderId === null ? [] : [e.senderId]));
  if (ids.length === 0) return;
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
}

/** What came of an incoming file: the answer of POST /accounts/process, and the file's name. */
async function importBody(app: App, event: Told): Promise<unknown> {
  const [row] = await app.db
    .select()
    .from(accountImports)
    .where(eq(accountImports.id, Number(event.data['import_id'])));
  if (!row?.result) return undefined;
  const { language } = await readSettings(app, event.workspaceId);
  const added = await listByIds(app, event.workspaceId, row.result.accountIds);
  const views = (await viewAccounts(app, event.workspaceId, added)).map((view) => ({
    ...view,
    message: (view.status === 'limited' ? accountTexts.addedLimited : accountTexts.added)[language],
  }));
  const failures = row.result.failures.map(({ code, text: t }) => ({
    error: code,
    message: t[language],
  }));
  const [account] = views;
  const common = { file: row.fileName, origin: row.origin, date: toSeconds(event.at) };
  if (account) return { success: true, account, accounts: views, failures, ...common };
  return { success: false, ...failures[0], failures, ...common };
}

/** ISO 8601 in whole seconds, as the contract writes dates. */
function toSeconds(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
