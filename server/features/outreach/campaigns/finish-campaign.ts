import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../../base/db/database.ts';
import { bool, int, oneOf, selectRow, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { writeFailures } from '../../messages/write-outcomes.ts';
import { untilNothingIsOnItsWay } from '../../senders/until-settled.ts';
import { findCampaign, lockCampaign } from './find-campaign.ts';
import { type Move, moveTargets } from './move-targets.ts';
import { openTargets } from './open-targets.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';
import { happened } from './run-campaign.ts';
import { type Campaign, campaigns } from './tables.ts';
import { targetReasons, texts } from './texts.ts';

/** People taken off an ended campaign at once. */
const CHUNK = 2_000;

/**
 * Ends a campaign for good: what waits is cancelled, nobody else is written to, and its dialogs are
 * left to people. When the promise resolves, what had left just before has arrived or failed.
 * @throws AppError not_found, conflict
 */
export async function finishCampaign(
  app: App,
  caller: Caller,
  number: number,
): Promise<{ campaign: Campaign; undecided: number }> {
  const { workspaceId } = caller;
  const now = app.clock.now();
  const campaign = await app.database.transaction(async (tx) => {
    const locked = await lockCampaign(tx, workspaceId, number);
    if (locked.status === 'draft' || locked.status === 'done')
      throw new AppError('conflict', texts.cannotFinish);
    await tx
      .update(campaigns)
      .set({ status: 'done', finishedAt: now, copiedTo: null, nextFeedAt: now })
      .where(eq(campaigns.id, locked.id));
    await cancelQueued(app, tx, locked);
    await happened(app, tx, locked, 'campaign.finished', caller.actor);
    return findCampaign(tx, workspaceId, number);
  });
  const undecided = await untilNothingIsOnItsWay(
    app,
    sql`m.workspace_id = ${workspaceId} and m.origin = ${CAMPAIGN_ORIGIN}
      and m.origin_id = ${campaign.id}`,
  );
  return { campaign, undecided };
}

/** What a gate holds at this moment isn't waited for: it sees the end, or goes before it. */
async function cancelQueued(app: App, tx: Db, { workspaceId, id }: Campaign): Promise<void> {
  const queued = await selectRows(
    tx,
    { id: int },
    sql`select id from messages m
        where m.workspace_id = ${workspaceId} and m.origin = ${CAMPAIGN_ORIGIN}
          and m.origin_id = ${id} and m.status = 'queued'
        order by m.id limit ${CHUNK} for update skip locked`,
  );
  const error = {
    code: 'conflict' as const,
    reason: 'campaign_ended',
    text: targetReasons['campaign_ended'] ?? texts.finished,
  };
  await writeFailures(
    app,
    tx,
    queued.map((m) => ({ messageId: m.id, from: 'queued', to: 'cancelled', error })),
  );
}

/**
 * Takes the next people off a campaign that was ended.
 * @returns how many were taken off, and whether anybody or anything of it is left
 */
export async function clearEnded(
  app: App,
  tx: Db,
  campaign: Campaign,
): Promise<{ cleared: number; isLeft: boolean }> {
  const { workspaceId, id } = campaign;
  await cancelQueued(app, tx, campaign);
  // Whoever is being answered at this moment is taken off the next time.
  const open = await selectRows(
    tx,
    { id: int, status: oneOf<'planned' | 'queued' | 'active'>() },
    sql`select id, status from campaign_targets
        where id in (${openTargets(id, CHUNK)})
          and status in ('planned', 'queued', 'active')
        for update skip locked`,
  );
  await moveTargets(
    app,
    tx,
    open.map(
      (t): Move => ({
        id: t.id,
        to: t.status === 'planned' ? 'left_out' : 'stopped',
        reason: 'campaign_ended',
        nextLookAt: null,
      }),
    ),
  );
  const ids = open.filter((t) => t.status !== 'planned').map((t) => t.id);
  await tx.execute(sql`
    update dialogs d set is_automatic = false from campaign_targets t
    where t.id = any(${`{${ids.join(',')}}`}::bigint[]) and d.id = t.dialog_id`);
  const left = await selectRow(
    tx,
    { isLeft: bool },
    sql`
      select exists (${openTargets(id, 1)})
        or exists (select from messages
          where workspace_id = ${workspaceId} and origin = ${CAMPAIGN_ORIGIN}
            and origin_id = ${id} and status = 'queued') as "isLeft"`,
  );
  return { cleared: open.length, isLeft: left?.isLeft ?? false };
}
