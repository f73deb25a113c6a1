import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import {
  int,
  json,
  nullable,
  oneOf,
  type Row,
  selectRows,
  text,
  time,
} from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { type ContactFilter, contactsThatFit, pageOfContacts } from './filter-contacts.ts';
import type { ConsentBasis, ContactStatus } from './tables.ts';
import { texts } from './texts.ts';

const columns = {
  id: int,
  telegramId: nullable(int),
  username: nullable(text),
  phone: nullable(text),
  firstName: text,
  lastName: text,
  priority: int,
  status: oneOf<ContactStatus>(),
  accountNumber: nullable(int),
  custom: json<Record<string, unknown>>(),
  tags: json<string[]>(),
  language: nullable(text),
  timeZone: nullable(text),
  notes: text,
  source: nullable(text),
  basis: nullable(oneOf<ConsentBasis>()),
  consentAt: nullable(time),
  optedOutAt: nullable(time),
  createdAt: time,
};

/** A contact with what belongs to it, as it is shown. */
export type FoundContact = Row<typeof columns>;

/**
 * Reads contacts to show them, newest first.
 * @param page a query that gives their ids as `id`
 */
export function readContacts(db: Db, page: SQL): Promise<FoundContact[]> {
  return selectRows(
    db,
    columns,
    sql`
      with page as materialized (${page})
      select c.id, c.telegram_id as "telegramId", c.username, c.phone, c.first_name as "firstName",
        c.last_name as "lastName", c.priority, c.status, a.number as "accountNumber", c.custom,
        to_jsonb(c.tags) as tags, c.language, c.time_zone as "timeZone", c.notes, s.name as source,
        s.basis, k.given_at as "consentAt", c.opted_out_at as "optedOutAt",
        c.created_at as "createdAt"
      from page p
      join contacts c on c.id = p.id
      left join accounts a on a.id = c.assigned_sender_id
      left join consents k on k.id = c.consent_id
      left join sources s on s.id = k.source_id
      order by c.id desc`,
  );
}

/** One page of the contacts that fit a filter, newest first. */
export function listContacts(
  app: App,
  workspaceId: number,
  filter: ContactFilter,
  page: { limit: number; beforeId: number | undefined },
): Promise<FoundContact[]> {
  return readContacts(app.db, pageOfContacts(workspaceId, filter, page));
}

/** @throws AppError not_found */
export async function findContact(db: Db, workspaceId: number, id: number): Promise<FoundContact> {
  const [contact] = await readContacts(
    db,
    sql`select c.id from contacts c where ${contactsThatFit(workspaceId, {})} and c.id = ${id}`,
  );
  if (!contact) throw new AppError('not_found', texts.noContact);
  return contact;
}

/** A contact as the API shows it. */
export function viewContact(contact: FoundContact) {
  return {
    id: contact.id,
    telegram_id: contact.telegramId,
    username: contact.username,
    phone: contact.phone,
    first_name: contact.firstName,
    last_name: contact.lastName,
    priority: contact.priority,
    status: contact.status,
    account_id: contact.accountNumber === null ? null : `acc_${contact.accountNumber}`,
    custom: contact.custom,
    tags: contact.tags,
    language: contact.language,
    time_zone: contact.timeZone,
    notes: contact.notes,
    source: contact.source,
    basis: contact.basis,
    consent_at: contact.consentAt?.toISOString() ?? null,
    opted_out_at: contact.optedOutAt?.toISOString() ?? null,
    created_at: contact.createdAt.toISOString(),
  };
}
