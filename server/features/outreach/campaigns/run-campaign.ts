import { and, eq, gt, sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRow, selectRows } from '../../../base/db/rows.ts';
import { AppError } from '../../../base/errors.ts';
import { type Actor, recordEvents } from '../../../base/events/record-events.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { OUTBOX_CHANNEL } from '../../messages/message.ts';
import { untilNothingIsOnItsWay } from '../../senders/until-settled.ts';
import { mustBeRunning } from '../../workspace/plan.ts';
import { prepareChats } from '../invites/prepare-chats.ts';
import { texts as inviteTexts } from '../invites/texts.ts';
import { findScript } from '../scripts/read-script.ts';
import type { PauseReason } from './campaign.ts';
import { findCampaign, lockCampaign } from './find-campaign.ts';
import { CAMPAIGN_ORIGIN } from './origin.ts';
import { type Campaign, campaigns } from './tables.ts';
import { takesPart } from './takes-part.ts';
import { texts } from './texts.ts';

/** The channel on which feeders hear that a campaign wants to be looked at. */
export const CAMPAIGNS_CHANNEL = 'vestnik_campaigns';

/**
 * Sets a draft going: at once, or at its time. From here on it keeps the script as it is now.
 * @throws AppError not_found, conflict, too_soon
 */
export async function launchCampaign(app: App, caller: Caller, number: number): Promise<Campaign> {
  const { workspaceId } = caller;
  const now = app.clock.now();
  await mustInvite(app, await findCampaign(app.db, workspaceId, number));
  return app.database.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, workspaceId, number);
    if (campaign.status !== 'draft') throw new AppError('conflict', texts.cannotLaunch);
    await keepPlan(tx, workspaceId, now);
    if ((await countAccounts(tx, campaign)) === 0)
      throw new AppError('no_available_accounts', texts.noAccounts);
    const script = await findScript(tx, workspaceId, campaign.scriptId);
    await tx
      .update(campaigns)
      .set({
        status: campaign.startsAt && campaign.startsAt > now ? 'scheduled' : 'running',
        scriptVersion: script.version,
        launchedAt: now,
        copiedTo: 0,
        nextFeedAt: now,
      })
      .where(eq(campaigns.id, campaign.id));
    await happened(app, tx, campaign, 'campaign.launched', caller.actor);
    return findCampaign(tx, workspaceId, number);
  });
}

/**
 * All accounts of a campaign that invites must be able to: one that can't is told of before anybody
 * is written to.
 * @throws AppError cannot_invite
 */
async function mustInvite(app: App, campaign: Campaign): Promise<void> {
  const { invite, status } = campaign;
  if (invite === null || status !== 'draft') return;
  const refused = await prepareChats(app, campaign);
  if (refused.length > 0)
    throw new AppError('cannot_invite', inviteTexts.cannotInvite(refused, invite.chat));
}

/** What the plan allows: so many at once, and a pause between launches. */
async function keepPlan(tx: Db, workspaceId: number, now: Date): Promise<void> {
  const plan = await mustBeRunning(tx, workspaceId, now);
  // Launches take turns: two at once would each count without the other.
  await tx.execute(sql`select id from workspaces where id = ${workspaceId} for no key update`);
  const row = await selectRow(
    tx,
    { running: int },
    sql`select count(*) as running from campaigns
        where workspace_id = ${workspaceId} and status in ('scheduled', 'running')`,
  );
  if ((row?.running ?? 0) >= plan.maxRunningCampaigns)
    throw new AppError('conflict', texts.tooManyRunning(plan.maxRunningCampaigns));
  const pauseMs = plan.campaignCooldownMinutes * 60_000;
  const [latest] = await tx
    .select({ launchedAt: campaigns.launchedAt })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        gt(campaigns.launchedAt, new Date(now.getTime() - pauseMs)),
      ),
    )
    .orderBy(sql`${campaigns.launchedAt} desc`)
    .limit(1);
  if (!latest?.launchedAt) return;
  const left = latest.launchedAt.getTime() + pauseMs - now.getTime();
  throw new AppError('too_soon', texts.coolDown(Math.ceil(left / 60_000)), {
    retryAfter: Math.ceil(left / 1_000),
  });
}

async function countAccounts(tx: Db, campaign: Campaign) {
  const row = await selectRow(
    tx,
    { n: int },
    sql`select count(*) as n from accounts a join senders s on s.id = a.id
        where a.workspace_id = ${campaign.workspaceId} and s.removed_at is null
          and a.status <> 'banned'
          and ${takesPart(campaign)}`,
  );
  return row?.n ?? 0;
}

/**
 * Nothing of the campaign passes the gate any more; when the promise resolves, what had passed it
 * just before has arrived or failed as well.
 * @returns how many messages had left before and aren't known to have arrived yet
 * @throws AppError not_found, conflict
 */
export async function pauseCampaign(
  app: App,
  workspaceId: number,
  number: number,
  reason: PauseReason,
  actor: Actor,
): Promise<{ campaign: Campaign; undecided: number }> {
  const campaign = await app.database.transaction(async (tx) => {
    const locked = await lockCampaign(tx, workspaceId, number);
    if (locked.status !== 'running' && locked.status !== 'scheduled')
      throw new AppError('conflict', texts.cannotPause);
    await writePause(app, tx, locked, reason, actor);
    return findCampaign(tx, workspaceId, number);
  });
  const undecided = await untilNothingIsOnItsWay(
    app,
    sql`m.workspace_id = ${workspaceId} and m.origin = ${CAMPAIGN_ORIGIN}
      and m.origin_id = ${campaign.id}`,
  );
  return { campaign, undecided };
}

/** The part of a pause that belongs into the transaction of what led to it. */
export async function writePause(
  app: App,
  tx: Db,
  campaign: Campaign,
  reason: PauseReason,
  actor: Actor,
): Promise<void> {
  await tx
    .update(campaigns)
    .set({
      status: 'paused',
      pausedAt: app.clock.now(),
      pauseReason: reason,
      // what is still to be copied is copied all the same
      ...(campaign.copiedTo === null && { nextFeedAt: null }),
    })
    .where(eq(campaigns.id, campaign.id));
  await happened(app, tx, campaign, 'campaign.paused', actor, { by: reason.by });
}

/** @throws AppError not_found, conflict */
export async function resumeCampaign(app: App, caller: Caller, number: number): Promise<Campaign> {
  const { workspaceId } = caller;
  const now = app.clock.now();
  const paused = await findCampaign(app.db, workspaceId, number);
  // Who lost the right to invite may have it back, and accounts may have come.
  if (paused.status === 'paused') await prepareChats(app, paused);
  return app.database.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, workspaceId, number);
    if (campaign.status !== 'paused') throw new AppError('conflict', texts.cannotResume);
    await mustBeRunning(tx, workspaceId, now);
    await tx
      .update(campaigns)
      .set({
        status: campaign.startsAt && campaign.startsAt > now ? 'scheduled' : 'running',
        pauseReason: null,
        nextFeedAt: now,
      })
      .where(eq(campaigns.id, campaign.id));
    await wakeQueued(tx, campaign, now);
    await happened(app, tx, campaign, 'campaign.resumed', caller.actor);
    return findCampaign(tx, workspaceId, number);
  });
}

/**
 * What the gate had put off while the campaign stood still is due again. What a gate holds at this
 * moment isn't waited for: it hears of the resume by itself.
 */
async function wakeQueued(tx: Db, { workspaceId, id }: Campaign, now: Date): Promise<void> {
  const woken = await selectRows(
    tx,
    { senderId: int },
    sql`
      with held as (
        select m.id from messages m
        where m.workspace_id = ${workspaceId} and m.origin = ${CAMPAIGN_ORIGIN}
          and m.origin_id = ${id} and m.status = 'queued'
        for update skip locked)
      update messages m set due_at = greatest(m.created_at, ${at(now)})
      from gate_decisions g
      where m.id in (select id from held) and g.id = (select max(id) from gate_decisions
          where workspace_id = m.workspace_id and message_id = m.id)
        and g.reason = 'campaign_paused'
      returning m.sender_id as "senderId"`,
  );
  for (const senderId of new Set(woken.map((row) => row.senderId)))
    await tx.execute(sql`select pg_notify(${OUTBOX_CHANNEL}, ${String(senderId)})`);
}

/** Tells of a change, and has the feeders look at the campaign. */
export async function happened(
  app: App,
  tx: Db,
  { workspaceId, id, number }: Campaign,
  type: string,
  actor: Actor,
  data: Record<string, unknown> = {},
): Promise<void> {
  await recordEvents(tx, [
    {
      workspaceId,
      type,
      at: app.clock.now(),
      actor,
      data: { campaign_id: id, campaign: number, ...data },
    },
  ]);
  await tx.execute(sql`select pg_notify(${CAMPAIGNS_CHANNEL}, '')`);
}

/** Only drafts leave no trace behind. @throws AppError not_found, conflict */
export async function deleteDraft(app: App, caller: Caller, number: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const campaign = await lockCampaign(tx, caller.workspaceId, number);
    if (campaign.status !== 'draft') throw new AppError('conflict', texts.deleteDraft);
    await tx.delete(campaigns).where(eq(campaigns.id, campaign.id));
    await happened(app, tx, campaign, 'campaign.deleted', caller.actor);
  });
}
