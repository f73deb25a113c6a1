import { eq, sql } from 'drizzle-orm';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { bool, int, selectRow } from '../../../base/db/rows.ts';
import { systemActor } from '../../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../../base/loop.ts';
import { wokenBy } from '../../../base/woken-loop.ts';
import type { App } from '../../../context.ts';
import { texts as inviteTexts } from '../invites/texts.ts';
import { copyAudience } from './copy-audience.ts';
import { feedCampaign } from './feed-campaign.ts';
import { membersOf } from './feed-facts.ts';
import { clearEnded } from './finish-campaign.ts';
import { openTargets } from './open-targets.ts';
import { CAMPAIGNS_CHANNEL, happened, writePause } from './run-campaign.ts';
import { type Campaign, campaigns } from './tables.ts';
import { texts } from './texts.ts';

const LOOK_EVERY_MS = 15_000;
/** A campaign that waits only for its dialogs is looked at this often. */
const END_LOOK_MS = 10 * 60_000;
/** Somebody of an ended campaign is being answered: soon they are not. */
const STILL_HELD_MS = 1_000;

/** Keeps the campaigns of all workspaces going: copies audiences, feeds the outbox, sees the end. */
export async function startFeeding(app: App): Promise<Runner> {
  const loop = startLoop({
    name: 'campaigns',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: () => workOnNext(app),
    nextAt: () => nextLook(app),
  });
  return wokenBy(app.database, CAMPAIGNS_CHANNEL, loop);
}

/** One step of the campaign that has waited longest. @returns whether there was one */
function workOnNext(app: App): Promise<boolean> {
  return app.database.transaction(async (tx) => {
    const due = await selectRow(
      tx,
      { id: int },
      sql`select id from campaigns where next_feed_at <= ${at(app.clock.now())}
          order by next_feed_at limit 1 for no key update skip locked`,
    );
    if (!due) return false;
    const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.id, due.id));
    if (!campaign) return false;
    await tx
      .update(campaigns)
      .set(await step(app, tx, campaign))
      .where(eq(campaigns.id, due.id));
    return true;
  });
}

type Change = Partial<Pick<Campaign, 'status' | 'copiedTo' | 'nextFeedAt' | 'finishedAt'>>;

async function step(app: App, tx: Db, campaign: Campaign): Promise<Change> {
  const now = app.clock.now();
  if (campaign.copiedTo !== null && campaign.status !== 'done') {
    const copiedTo = await copyAudience(app, tx, campaign);
    const isPaused = campaign.status === 'paused';
    return { copiedTo, nextFeedAt: copiedTo === null && isPaused ? null : now };
  }
  if (campaign.status === 'scheduled') {
    if (campaign.startsAt && campaign.startsAt > now) return { nextFeedAt: campaign.startsAt };
    await happened(app, tx, campaign, 'campaign.started', systemActor);
    return { status: 'running', nextFeedAt: now };
  }
  if (campaign.status === 'done') {
    const { cleared, isLeft } = await clearEnded(app, tx, campaign);
    if (!isLeft) return { nextFeedAt: null };
    return { nextFeedAt: cleared > 0 ? now : new Date(now.getTime() + STILL_HELD_MS) };
  }
  if (campaign.status !== 'running') return { nextFeedAt: null };
  const members = await membersOf(tx, campaign);
  if (members.size === 0) {
    const text = campaign.invite ? inviteTexts.pausedWithoutInviters : texts.pausedWithoutAccounts;
    const reason = { by: 'no_accounts' as const, text };
    await writePause(app, tx, campaign, reason, systemActor);
    return { nextFeedAt: null };
  }
  const { nextAt } = await feedCampaign(app, tx, campaign, members);
  if (nextAt) return { nextFeedAt: nextAt };
  if (await isAnybodyAhead(tx, campaign))
    return { nextFeedAt: new Date(now.getTime() + END_LOOK_MS) };
  await happened(app, tx, campaign, 'campaign.done', systemActor);
  return { status: 'done', finishedAt: now, nextFeedAt: null };
}

/**
 * Whether the campaign will say anything more by itself. Dialogs that wait for a person, or that
 * one has taken over, don't keep it going: giving one back to the script does.
 */
async function isAnybodyAhead(tx: Db, { id }: Campaign): Promise<boolean> {
  const row = await selectRow(
    tx,
    { isAhead: bool },
    sql`
      select exists (${openTargets(id, 1, ['planned', 'queued'])})
        or exists (select from campaign_targets t join dialogs d on d.id = t.dialog_id
          where t.campaign_id = ${id} and t.status = 'active'
            and d.status = 'active' and d.is_automatic) as "isAhead"`,
  );
  return row?.isAhead ?? false;
}

async function nextLook(app: App): Promise<Date | undefined> {
  const [row] = await app.db
    .select({ at: campaigns.nextFeedAt })
    .from(campaigns)
    .where(sql`${campaigns.nextFeedAt} is not null`)
    .orderBy(campaigns.nextFeedAt)
    .limit(1);
  return row?.at ?? undefined;
}
