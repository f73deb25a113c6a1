import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { analyticsQuery } from '../../../contract/analytics.ts';
import { addDays, localDay } from '../../base/days.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { sources } from '../contacts/tables.ts';
import { findCampaign } from '../outreach/campaigns/find-campaign.ts';
import { readSettings } from '../workspace/settings.ts';
import { analyticsTallies, type Tally } from './tables.ts';
import { texts } from './texts.ts';

const LONGEST_DAYS = 366;
const USUAL_DAYS = 30;
const DAY_MS = 86_400_000;
/** Stands in the counts for all of a sort. */
const ALL = -1;

/** What is asked for, looked up. */
export type Period = {
  workspaceId: number;
  /** First and last day, YYYY-MM-DD. */
  from: string;
  to: string;
  timeZone: string;
  tallyId: number;
  countedAt: Date | null;
  campaignId: number;
  senderId: number;
  sourceId: number;
};

/** The tally whose figures are shown; undefined when nothing was counted yet. */
export async function shownTally(app: App, workspaceId: number): Promise<Tally | undefined> {
  const [tally] = await app.db
    .select()
    .from(analyticsTallies)
    .where(and(eq(analyticsTallies.workspaceId, workspaceId), eq(analyticsTallies.isShown, true)));
  return tally;
}

/**
 * Reads the period and the filters of a view of the figures.
 * @param mostDays how long it may be
 * @throws AppError invalid_request, not_found
 */
export async function readPeriod(
  app: App,
  { workspaceId }: Pick<Caller, 'workspaceId'>,
  query: z.output<typeof analyticsQuery>,
  mostDays = LONGEST_DAYS,
): Promise<Period> {
  const tally = await shownTally(app, workspaceId);
  const timeZone = tally?.timeZone ?? (await readSettings(app, workspaceId)).timeZone;
  const to = query.to ?? localDay(app.clock.now(), timeZone);
  const from = query.from ?? addDays(to, 1 - Math.min(USUAL_DAYS, mostDays));
  if (from > to) throw new AppError('invalid_request', texts.wrongOrder);
  if (Date.parse(to) - Date.parse(from) >= mostDays * DAY_MS)
    throw new AppError('invalid_request', texts.tooLong(mostDays));
  const campaign =
    query.campaign !== undefined && (await findCampaign(app.db, workspaceId, query.campaign));
  const account = query.account && (await findAccount(app, workspaceId, query.account));
  if (query.source !== undefined) await checkSource(app, workspaceId, query.source);
  return {
    workspaceId,
    from,
    to,
    timeZone,
    tallyId: tally?.id ?? 0,
    countedAt: tally?.countedAt ?? null,
    campaignId: campaign ? campaign.id : ALL,
    senderId: account ? account.id : ALL,
    sourceId: query.source ?? ALL,
  };
}

async function checkSource(app: App, workspaceId: number, id: number): Promise<void> {
  const [source] = await app.db
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, id)));
  if (!source) throw new AppError('not_found', texts.noSource);
}

/** The condition that finds a period's rows: of these filters, in the order of the index. */
export function rowsOf(period: Period, whole: { sender?: SQL; source?: SQL } = {}): SQL {
  const { tallyId, campaignId, senderId, sourceId, from, to } = period;
  return sql`tally_id = ${tallyId} and campaign_id = ${campaignId}
    and sender_id = ${whole.sender ?? sql`${senderId}`}
    and source_id = ${whole.source ?? sql`${sourceId}`}
    and day between ${from}::date and ${to}::date`;
}

/** What every view of the figures begins with. */
export function periodView({ from, to, timeZone, countedAt }: Period) {
  return {
    success: true as const,
    from,
    to,
    time_zone: timeZone,
    counted_to: countedAt?.toISOString() ?? null,
  };
}

/** From 0 to 1, to a thousandth; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1_000) / 1_000;
}
