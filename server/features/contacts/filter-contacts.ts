import { type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { contactFilter } from '../../../contract/contacts.ts';

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
  if (tags?.length) {
    const wanted = JSON.stringify(tags);
    conditions.push(sql`c.tags <> '{}'
      and c.tags @> array(select jsonb_array_elements_text(${wanted}::jsonb))`);
  }
  if (source !== undefined)
    conditions.push(sql`c.id in (
      select k.contact_id from consents k
      where k.workspace_id = ${workspaceId} and k.source_id = (
        select s.id from sources s
        where s.workspace_id = ${workspaceId} and lower(s.name) = lower(${source})))`);
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

/** Written out, so that the database sees that the index of all that aren't pending will do. */
function hasStatus(statuses: readonly string[]): SQL {
  const words = sql.raw(statuses.map((status) => `'${status}'`).join(', '));
  const rest = statuses.includes('pending') ? sql`` : sql` and c.status <> 'pending'`;
  return sql`c.status in (${words})${rest}`;
}

/** That a username, a phone or a name begins with a word. */
function beginsWith(word: string): SQL {
  const prefix = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`;
  const ways = [
    sql`c.first_name <> '' and fold_text(c.first_name) like fold_text(${prefix(word)})`,
    sql`c.last_name <> '' and fold_text(c.last_name) like fold_text(${prefix(word)})`,
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
