import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';

/**
 * Takes the next `count` of the numbers people see, which count per workspace.
 * @returns the first of them: 5 for acc_5
 */
export async function nextNumbers(
  tx: Db,
  workspaceId: number,
  noun: 'account' | 'business' | 'dialog' | 'campaign',
  count: number,
): Promise<number> {
  const row = await selectRow(
    tx,
    { last: int },
    sql`insert into counters (workspace_id, noun, last) values (${workspaceId}, ${noun}, ${count})
        on conflict (workspace_id, noun) do update set last = counters.last + ${count}
        returning last`,
  );
  if (!row) throw new Error('the counter gave no number');
  return row.last - count + 1;
}
