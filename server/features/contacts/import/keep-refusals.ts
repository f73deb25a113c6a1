import { sql } from 'drizzle-orm';
import { jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import type { Text } from '../../../base/text.ts';
import type { JobRun } from '../../../feature.ts';

/** Keeps rows that nobody could be made of, in the transaction of their chunk. */
export async function keepRefusals(
  tx: Db,
  job: JobRun,
  refused: readonly { row: number; refused: Text; cells: string[] }[],
): Promise<void> {
  if (refused.length === 0) return;
  const rows = refused.map(({ row, cells, refused: reason }) => ({
    row,
    reason,
    cells: cells.map((cell) => cell.toWellFormed()),
  }));
  await tx.execute(sql`
    insert into import_refusals (workspace_id, job_id, row_number, reason, cells)
    select ${job.workspaceId}, ${job.id}, row, reason, cells
    from jsonb_to_recordset(${jsonRows(rows)}) as r(row int, reason jsonb, cells jsonb)`);
}
