import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow, selectRows } from '../../../base/db/rows.ts';
import type { Campaign } from '../campaigns/tables.ts';

/**
 * The people whom a campaign is for and hasn't written to yet: before the launch the members of
 * its audience, afterwards those of its targets whose turn is still to come.
 * @returns a query with the column contact_id
 */
export function peopleAhead(campaign: Campaign): SQL {
  const { workspaceId, id, audienceId, status } = campaign;
  return status === 'draft'
    ? sql`select contact_id from audience_members
        where workspace_id = ${workspaceId} and audience_id = ${audienceId}`
    : sql`select contact_id from campaign_targets
        where campaign_id = ${id} and status = 'planned'`;
}

/**
 * Up to `most` of the people ahead, from all over the list.
 * @returns their ids in order, and of how many they are
 */
export async function samplePeople(
  tx: Db,
  campaign: Campaign,
  most: number,
): Promise<{ contactIds: number[]; of: number }> {
  const ahead = peopleAhead(campaign);
  const size = await selectRow(
    tx,
    { people: int },
    sql`select count(*) as people from (${ahead}) p`,
  );
  const of = size?.people ?? 0;
  if (of === 0) return { contactIds: [], of };
  const every = Math.max(1, Math.floor(of / most));
  const rows = await selectRows(
    tx,
    { id: int },
    sql`
      select contact_id as id from (
        select contact_id, row_number() over (order by contact_id) as place from (${ahead}) p) n
      where (place - 1) % ${every} = 0 order by contact_id limit ${most}`,
  );
  return { contactIds: rows.map((row) => row.id), of };
}
