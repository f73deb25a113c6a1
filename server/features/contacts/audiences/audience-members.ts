import { type SQL, sql } from 'drizzle-orm';
import { contactFilter } from '../../../../contract/contacts.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow } from '../../../base/db/rows.ts';
import { pageOfContacts } from '../filter-contacts.ts';
import type { audiences } from '../tables.ts';

export type Audience = typeof audiences.$inferSelect;
type Whom = Pick<Audience, 'id' | 'workspaceId' | 'kind' | 'filter'>;

/**
 * The next people of an audience as a query that gives `id`, the contacts' ids, in their order:
 * those of a list, or those who fit the filter now; erased people are in none. For work in chunks,
 * such as the launch of a campaign: each chunk goes by an index, and costs the same however long
 * the audience is.
 *
 *     insert into … select p.id, … from (${audienceMembersSql(audience, { afterId, limit })}) p
 *
 * Begin with `afterId: 0` and go on after the last id; a chunk of fewer than `limit` is the last.
 * Somebody who comes to fit a filter meanwhile is met if their id is still ahead.
 */
export function audienceMembersSql(audience: Whom, page: { afterId: number; limit: number }): SQL {
  if (audience.kind === 'filter')
    return pageOfContacts(audience.workspaceId, contactFilter.parse(audience.filter), page);
  return sql`
    select m.contact_id as id from audience_members m
    where m.workspace_id = ${audience.workspaceId} and m.audience_id = ${audience.id}
      and m.contact_id > ${page.afterId}
    order by m.contact_id limit ${page.limit}`;
}

/** How many people are in an audience, counted no further than `upTo` + 1. */
export async function countMembers(db: Db, audience: Whom, upTo: number): Promise<number> {
  const counted = await selectRow(
    db,
    { count: int },
    sql`select count(*) from (${audienceMembersSql(audience, { afterId: 0, limit: upTo + 1 })}) p`,
  );
  return counted?.count ?? 0;
}
