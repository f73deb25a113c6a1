import { type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { contactFilter } from '../../../contract/contacts.ts';

/** What contacts have when nobody says otherwise: see the migrations. */
const USUAL_PRIORITY = 5;

export type ContactFilter = z.output<typeof contactFilter>;

/**
 * The condition on contacts `c` that they are of this workspace, not erased, and fit a filter; for
 * hand-written queries. What is asked for most has an index ordered by id, so that a page costs
 * the same however many there are.
 */
export function contactsThatFit(workspaceId: number, filter: ContactFilter): SQL {
  const { q, status, tags, source, language, account_id: account } = filter;
  const conditions = [sql`c.workspace_id = ${workspaceId} and c.erased_at is null`];
  if (q !== undefined) conditions.push(...q.split(/\s+/).map(beginsWith));
  if (status?.length) conditions.push(hasStatus(status));
  if (filter.priority?.length) conditions.push(hasPriority(filter.priority));
  if (tags?.length) {
    const wanted = JSON.stringify(tags);
    conditions.push(sql`c.tags @> array(select jsonb_array_elements_text(${wanted}::jsonb))`);
  }
  if (source !== undefined)
    conditions.push(sql`c.id in (
      select k.contact_id from consents k
      where k.workspace_id = ${workspaceId}
        and k.source_id = ${sourceNamed(workspaceId, source)})`);
  if (language !== undefined) conditions.push(sql`c.language = ${language}`);
  if (account !== undefined)
    conditions.push(sql`c.assigned_sender_id = (
      select a.id from accounts a
      where a.workspace_id = ${workspaceId} and a.number = ${accountNumber(account)}::int)`);
  if (filter.has_consent !== undefined)
    conditions.push(filter.has_consent ? sql`c.consent_id is not null` : sql`c.consent_id is null`);
  if (filter.opted_out !== undefined)
    conditions.push(
      filter.opted_out ? sql`c.opted_out_at is not null` : sql`c.opted_out_at is null`,
    );
  return sql.join(conditions, sql` and `);
}

export type Page =
  | { afterId: number; limit: number }
  | { beforeId: number | undefined; limit: number };

/**
 * A query that gives the ids of one page of the contacts that fit: the oldest after `afterId`, or
 * the newest before `beforeId`. Whoever has a tag or a source is found by the index of these, in
 * which contacts stand in order; a page costs the same when they are all old, or few.
 */
export function pageOfContacts(workspaceId: number, filter: ContactFilter, page: Page): SQL {
  const { tags: [tag, ...otherTags] = [], source } = filter;
  const inOrder = (id: SQL) => {
    const { limit } = page;
    if ('afterId' in page) return sql`${id} > ${page.afterId} order by ${id} limit ${limit}`;
    const before = page.beforeId === undefined ? sql`true` : sql`${id} < ${page.beforeId}`;
    return sql`${before} order by ${id} desc limit ${limit}`;
  };
  // `offset 0` keeps the database from beginning at the other end, as if the tag's people, or the
  // source's, were spread evenly among all.
  const whoFits = (id: SQL, others: ContactFilter) => sql`
    cross join lateral (
      select from contacts c where c.id = ${id} and ${contactsThatFit(workspaceId, others)}
      offset 0) fitting`;
  if (tag !== undefined)
    return sql`
      select t.contact_id as id from contact_tags t
      ${whoFits(sql`t.contact_id`, { ...filter, tags: otherTags })}
      where t.workspace_id = ${workspaceId} and t.tag = ${tag}
        and ${inOrder(sql`t.contact_id`)}`;
  if (source !== undefined)
    return sql`
      select distinct k.contact_id as id from consents k
      ${whoFits(sql`k.contact_id`, { ...filter, source: undefined })}
      where k.workspace_id = ${workspaceId} and k.source_id = ${sourceNamed(workspaceId, source)}
        and ${inOrder(sql`k.contact_id`)}`;
  return sql`
    select c.id from contacts c
    where ${contactsThatFit(workspaceId, filter)} and ${inOrder(sql`c.id`)}`;
}

function sourceNamed(workspaceId: number, name: string): SQL {
  return sql`(
    select s.id from sources s
    where s.workspace_id = ${workspaceId} and lower(s.name) = lower(${name}))`;
}

/** Written out, so that the database sees that the index of all that aren't pending will do. */
function hasStatus(statuses: readonly string[]): SQL {
  const words = sql.raw(statuses.map((status) => `'${status}'`).join(', '));
  const rest = statuses.includes('pending') ? sql`` : sql` and c.status <> 'pending'`;
  return sql`c.status in (${words})${rest}`;
}

/** Written out, so that the database sees that the index of all that aren't usual will do. */
function hasPriority(priorities: readonly number[]): SQL {
  const rest = priorities.includes(USUAL_PRIORITY) ? sql`` : sql` and c.priority <> 5`;
  return sql`c.priority in (${sql.raw(priorities.map(Number).join(', '))})${rest}`;
}

/** That a username, a phone or a name begins with a word. */
function beginsWith(word: string): SQL {
  const prefix = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const ways = [
    sql`c.folded_first_name <> '' and c.folded_first_name like fold_text(${prefix(word)})`,
    sql`c.folded_last_name <> '' and c.folded_last_name like fold_text(${prefix(word)})`,
  ];
  const name = word.replace(/^(?:https?:\/\/)?(?:t|telegram)\.me\/|^@/i, '').toLowerCase();
  if (/^[a-z]\w*$/.test(name)) ways.push(sql`c.username like ${prefix(name)}`);
  const digits = word.replace(/[\s()-]/g, '');
  if (/^\+?\d+$/.test(digits)) {
    ways.push(sql`c.phone like ${prefix(phonePrefix(digits))}`);
    if (/^\d{3,16}$/.test(digits)) ways.push(sql`c.telegram_id = ${digits}::bigint`);
  }
  return sql`(${sql.join(
    ways.map((way) => sql`(${way})`),
    sql` or `,
  )})`;
}

/** 8 999 … and 7 999 … are written +7999 … here. */
function phonePrefix(digits: string): string {
  if (digits.startsWith('+')) return digits;
  return digits.startsWith('8') && digits.length > 1 ? `+7${digits.slice(1)}` : `+${digits}`;
}

/** The number in acc_5; none that exists when it is no key. */
function accountNumber(key: string): number {
  return Number(/^acc_(\d{1,9})$/i.exec(key)?.[1] ?? 0);
}
