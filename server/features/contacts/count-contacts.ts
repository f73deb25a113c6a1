import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { type ContactFilter, contactsThatFit, pageOfContacts } from './filter-contacts.ts';

/** Beyond it nobody asks how many exactly, and counting would cost more with every contact. */
export const MOST_COUNTED = 1_000_000;

/** How many people fit a filter; undefined when they are more than MOST_COUNTED. */
export async function countContacts(
  db: Db,
  workspaceId: number,
  filter: ContactFilter,
): Promise<number | undefined> {
  const limit = MOST_COUNTED + 1;
  const hasOwnIndex = filter.tags?.length || filter.source !== undefined;
  // Where the order doesn't matter the database may choose its way.
  const people = hasOwnIndex
    ? pageOfContacts(workspaceId, filter, { afterId: 0, limit })
    : sql`select from contacts c where ${contactsThatFit(workspaceId, filter)} limit ${limit}`;
  const counted = await selectRow(db, { count: int }, sql`select count(*) from (${people}) p`);
  const count = counted?.count ?? 0;
  return count > MOST_COUNTED ? undefined : count;
}
