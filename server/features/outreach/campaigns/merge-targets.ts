import { sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, oneOf, selectRows } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { type Move, moveTargets } from './move-targets.ts';

/**
 * Two contacts became one: a campaign that had both goes on with the keeper alone, and what led the
 * loser's dialog leads the one it became.
 */
export async function mergeTargets(
  tx: Db,
  { workspaceId, keeperId, loserId }: { workspaceId: number; keeperId: number; loserId: number },
): Promise<void> {
  const doubled = await selectRows(
    tx,
    { campaignId: int, status: oneOf<string>() },
    sql`
      delete from campaign_targets l using campaign_targets k
      where l.workspace_id = ${workspaceId} and l.contact_id = ${loserId}
        and k.campaign_id = l.campaign_id and k.contact_id = ${keeperId}
      returning l.campaign_id as "campaignId", l.status`,
  );
  for (const { campaignId, status } of doubled)
    await tx.execute(sql`
      update campaign_counts set targets = targets - 1
      where campaign_id = ${campaignId} and status = ${status}`);
  await tx.execute(sql`
    update campaign_targets t set contact_id = ${keeperId},
      dialog_id = coalesce(t.dialog_id, (select d.id from dialogs d
        where d.workspace_id = t.workspace_id and d.contact_id = ${keeperId}
          and d.sender_id = t.sender_id))
    where t.workspace_id = ${workspaceId} and t.contact_id = ${loserId}`);
}

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
