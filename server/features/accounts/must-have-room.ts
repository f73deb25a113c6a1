import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { mustBeRunning } from '../workspace/plan.ts';
import { texts } from './texts.ts';

/**
 * Whether the plan of the workspace lets one account more in.
 * @throws AppError payment_required, plan_limit
 */
export async function mustHaveRoom(tx: Db, workspaceId: number, now: Date): Promise<void> {
  const { maxAccounts } = await mustBeRunning(tx, workspaceId, now);
  const row = await selectRow(
    tx,
    { count: int },
    sql`select count(*) as count from accounts a join senders s on s.id = a.id
        where a.workspace_id = ${workspaceId} and s.removed_at is null`,
  );
  if ((row?.count ?? 0) >= maxAccounts) throw new AppError('plan_limit', texts.noRoom(maxAccounts));
}
