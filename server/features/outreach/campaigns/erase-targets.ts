import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, oneOf, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { type Move, moveTargets } from './move-targets.ts';

/** A person is erased: no campaign goes on with them. */
export async function eraseTargets(
  app: App,
  tx: Db,
  { workspaceId, contactId }: { workspaceId: number; contactId: number },
): Promise<void> {
  const open = await selectRows(
    tx,
    { id: int, status: oneOf<'planned' | 'queued' | 'active'>() },
    sql`select id, status from campaign_targets
        where workspace_id = ${workspaceId} and contact_id = ${contactId}
          and status in ('planned', 'queued', 'active')
        order by id for update`,
  );
  const moves = open.map(
    ({ id, status }): Move => ({
      id,
      to: status === 'planned' ? 'left_out' : 'stopped',
      reason: 'erased',
      nextLookAt: null,
    }),
  );
  await moveTargets(app, tx, moves);
}
