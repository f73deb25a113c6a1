import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import { jsonRows } from '../../base/db/columns.ts';
import { int, json, selectRows, text, time } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { hashIdentifiers } from '../contacts/identifiers.ts';
import { type Contact, consents, contacts, doNotContact, sources } from '../contacts/tables.ts';
import { type Message, messages } from '../messages/tables.ts';
import { optInActs, optInPoints } from '../opt-in/tables.ts';
import { texts } from './texts.ts';

/** Keyset pages, newest first: at most `limit` rows with ids below `beforeId`. */
export type Page = { limit: number; beforeId: number | undefined };

/** More than once or twice a person is hardly found to be one with another. */
const MOST_MERGES = 1_000;

/** @throws AppError not_found */
export async function readContact(app: App, workspaceId: number, id: number): Promise<Contact> {
  const [contact] = await app.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id)));
  if (!contact) throw new AppError('not_found', texts.contactNotFound);
  return contact;
}

export async function readConsents(app: App, { workspaceId, id }: Contact, page: Page) {
  return app.db
    .select({
      id: consents.id,
      source: sources.name,
      basis: sources.basis,
      givenAt: consents.givenAt,
      evidence: consents.evidence,
    })
    .from(consents)
    .innerJoin(sources, eq(sources.id, consents.sourceId))
    .where(
      and(
        eq(consents.workspaceId, workspaceId),
        eq(consents.contactId, id),
        page.beforeId === undefined ? undefined : lt(consents.id, page.beforeId),
      ),
    )
    .orderBy(desc(consents.id))
    .limit(page.limit);
}

export async function readOptIns(app: App, { workspaceId, id }: Contact, page: Page) {
  return app.db
    .select({ act: optInActs, id: optInActs.id, point: optInPoints.title })
    .from(optInActs)
    .innerJoin(optInPoints, eq(optInPoints.id, optInActs.pointId))
    .where(
      and(
        eq(optInActs.workspaceId, workspaceId),
        eq(optInActs.contactId, id),
        page.beforeId === undefined ? undefined : lt(optInActs.id, page.beforeId),
      ),
    )
    .orderBy(desc(optInActs.id))
    .limit(page.limit);
}

/** Stops of everything the person is known by, lifted ones too. */
export async function readStops(app: App, contact: Contact, page: Page) {
  const { workspaceId, telegramId, username, phone } = contact;
  const known = hashIdentifiers(app.crypto, workspaceId, { telegramId, username, phone });
  if (known.length === 0) return [];
  return app.db
    .select()
    .from(doNotContact)
    .where(
      and(
        eq(doNotContact.workspaceId, workspaceId),
        inArray(
          doNotContact.identifierHash,
          known.map(({ hash }) => hash),
        ),
        page.beforeId === undefined ? undefined : lt(doNotContact.id, page.beforeId),
      ),
    )
    .orderBy(desc(doNotContact.id))
    .limit(page.limit);
}

/** The contacts that became this one, and those that had become one of them before. */
export async function readMergedIds(app: App, { workspaceId, id }: Contact): Promise<number[]> {
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      with recursive merged(id) as (
        select ${id}::bigint
        union
        select (e.data->>'merged_contact_id')::bigint
        from merged m join events e on e.workspace_id = ${workspaceId} and e.contact_id = m.id
          and e.type like 'contact.%'
        where e.type = 'contact.merged')
      select id from merged where id <> ${id} order by id limit ${MOST_MERGES}`,
  );
  return rows.map((row) => row.id);
}

const eventColumns = {
  id: int,
  at: time,
  type: text,
  actor: json<Actor>(),
  data: json<Record<string, unknown>>(),
};

/** What happened to the contact, under every number it ever had. */
export async function readHistory(
  app: App,
  { workspaceId }: Contact,
  contactIds: readonly number[],
  page: Page,
) {
  return selectRows(
    app.db,
    eventColumns,
    sql`
      select e.id, e.at, e.type, e.actor, e.data
      from events e
      where e.workspace_id = ${workspaceId} and e.type like 'contact.%'
        and e.contact_id in (
          select value::bigint from jsonb_array_elements(${jsonRows(contactIds)}))
        ${page.beforeId === undefined ? sql`` : sql`and e.id < ${page.beforeId}`}
      order by e.id desc limit ${page.limit}`,
  );
}

export async function readMessages(
  app: App,
  { workspaceId, id }: Contact,
  page: Page,
): Promise<Message[]> {
  return app.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.contactId, id),
        page.beforeId === undefined ? undefined : lt(messages.id, page.beforeId),
      ),
    )
    .orderBy(desc(messages.id))
    .limit(page.limit);
}
