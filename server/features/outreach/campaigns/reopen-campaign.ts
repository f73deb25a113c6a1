import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow } from '../../../base/db/rows.ts';
import type { Actor } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import { happened } from './run-campaign.ts';
import { campaigns } from './tables.ts';

/**
 * A dialog that waited for a person is given back to its script: a campaign that was over meanwhile
 * has something to say again. One that was ended by hand leads no dialog any more.
 */
export async function reopenCampaign(
  app: App,
  tx: Db,
  dialogId: number,
  actor: Actor,
): Promise<void> {
  const over = await selectRow(
    tx,
    { id: int },
    sql`
      select c.id from campaigns c
      where c.status = 'done' and c.id in (select campaign_id from campaign_targets
        where dialog_id = ${dialogId} and status in ('queued', 'active'))
      for no key update`,
  );
  if (!over) return;
  const [campaign] = await tx
    .update(campaigns)
    .set({ status: 'running', finishedAt: null, nextFeedAt: app.clock.now() })
    .where(eq(campaigns.id, over.id))
    .returning();
  if (campaign) await happened(app, tx, campaign, 'campaign.resumed', actor);
}
