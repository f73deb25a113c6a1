import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { listCampaigns } from '../outreach/campaigns/find-campaign.ts';
import { pauseCampaign } from '../outreach/campaigns/run-campaign.ts';
import { type Subscription, subscriptions } from '../workspace/tables.ts';
import { reminderDue } from './term.ts';
import { texts } from './texts.ts';

const WATCH_EVERY_MS = 5 * 60_000;
const BATCH = 50;
/** The earliest reminder comes so long before the end. */
const REMIND_WITHIN_MS = 3 * 86_400_000;
/** A plan lets far fewer run. */
const MOST_CAMPAIGNS = 100;

/** Reminds customers of the end of their term, and stops what runs when it is there. */
export function startWatchingTerms(app: App): Loop {
  let passedBy = 0;
  return startLoop({
    name: 'subscriptions',
    clock: app.clock,
    log: app.log,
    everyMs: WATCH_EVERY_MS,
    run: async () => {
      const ended = await endSome(app);
      passedBy = await remindSome(app, passedBy);
      return ended || passedBy > 0;
    },
  });
}

/** @param after workspaces up to this one were looked at @returns where to go on; 0: all are */
async function remindSome(app: App, after: number): Promise<number> {
  const now = app.clock.now();
  return app.database.transaction(async (tx) => {
    const near = await tx
      .select()
      .from(subscriptions)
      .where(
        and(
          isNull(subscriptions.endedAt),
          gt(subscriptions.workspaceId, after),
          gt(subscriptions.endsAt, now),
          lte(subscriptions.endsAt, new Date(now.getTime() + REMIND_WITHIN_MS)),
        ),
      )
      .orderBy(subscriptions.workspaceId)
      .limit(BATCH)
      .for('update', { skipLocked: true });
    for (const term of near) {
      const days = reminderDue(term, now);
      if (days === undefined) continue;
      const { workspaceId, plan, endsAt } = term;
      await tx
        .update(subscriptions)
        .set({ remindedOf: endsAt, remindedDays: days })
        .where(eq(subscriptions.workspaceId, workspaceId));
      const data = { plan, days_left: days, ends_at: endsAt.toISOString() };
      await recordEvents(tx, [{ workspaceId, type: 'subscription.ending', at: now, data }]);
    }
    return near.length === BATCH ? (near.at(-1)?.workspaceId ?? 0) : 0;
  });
}

/** @returns whether there may be more */
async function endSome(app: App): Promise<boolean> {
  const over = await app.db
    .select()
    .from(subscriptions)
    .where(and(isNull(subscriptions.endedAt), lte(subscriptions.endsAt, app.clock.now())))
    .orderBy(subscriptions.endsAt)
    .limit(BATCH);
  for (const term of over) await endTerm(app, term);
  return over.length === BATCH;
}

/**
 * Campaigns stand still, with the reason; the hold at the gate keeps everything else that the
 * workspace would say by itself. What a person of it writes by hand still leaves.
 */
async function endTerm(app: App, { workspaceId, plan }: Subscription): Promise<void> {
  let paused = 0;
  for (const status of ['running', 'scheduled'] as const) {
    const page = { status, limit: MOST_CAMPAIGNS, beforeId: undefined };
    for (const { number } of await listCampaigns(app, workspaceId, page))
      paused += await pauseOne(app, workspaceId, number);
  }
  await app.database.transaction(async (tx) => {
    const now = app.clock.now();
    const [ended] = await tx
      .update(subscriptions)
      .set({ endedAt: now })
      .where(
        and(
          eq(subscriptions.workspaceId, workspaceId),
          isNull(subscriptions.endedAt),
          // paid in the meantime
          lte(subscriptions.endsAt, now),
        ),
      )
      .returning();
    if (!ended) return;
    const data = { plan, campaigns_paused: paused };
    await recordEvents(tx, [{ workspaceId, type: 'subscription.ended', at: now, data }]);
  });
}

async function pauseOne(app: App, workspaceId: number, number: number): Promise<number> {
  const reason = { by: 'subscription' as const, text: texts.pausedByEnd };
  try {
    await pauseCampaign(app, workspaceId, number, reason, systemActor);
    return 1;
  } catch (error) {
    // Somebody else paused or ended it in the same moment.
    if (error instanceof AppError && error.code === 'conflict') return 0;
    throw error;
  }
}
