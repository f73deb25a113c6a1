import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow, selectRows } from '../../../base/db/rows.ts';
import { peopleAhead } from '../campaigns/people-ahead.ts';
import type { Campaign } from '../campaigns/tables.ts';

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
