import { sql } from 'drizzle-orm';
import { localDay } from '../../../base/days.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, nullable, oneOf, selectRows, text, time } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import { type AccountStatus, accountKey } from '../../accounts/account.ts';
import { pauseAfter } from '../../messages/spacing.ts';
import { readSettings, type Settings } from '../../workspace/settings.ts';
import { leftToday } from '../campaigns/feed-facts.ts';
import { CAMPAIGN_ORIGIN } from '../campaigns/origin.ts';
import type { Campaign } from '../campaigns/tables.ts';
import { takesPart } from '../campaigns/takes-part.ts';
import type { PeopleGroup } from './count-people.ts';
import type { ForecastAccount, ForecastFacts } from './simulate.ts';

/** Queued messages of an account that are counted; more fill its day anyway. */
const MOST_COUNTED = 1_000;

/** Everything the forecast counts with, as it is at this moment. */
export async function readFacts(
  app: App,
  db: Db,
  campaign: Campaign,
  people: readonly PeopleGroup[],
  replyShare: number,
): Promise<ForecastFacts> {
  const settings = await readSettings(app, campaign.workspaceId, db);
  const now = app.clock.now();
  const { startsAt, maxFirstPerDay } = campaign;
  const left = await leftToday(db, campaign, settings, now);
  return {
    now: startsAt && startsAt > now ? startsAt : now,
    timeZone: settings.timeZone,
    quietHours: settings.quietHours,
    schedule: campaign.schedule,
    maxFirstPerDay,
    begunToday: maxFirstPerDay === null ? 0 : maxFirstPerDay - left,
    followUpHours: campaign.followUpText === null ? null : campaign.followUpHours,
    silenceHours: campaign.silenceHours,
    replyShare,
    accounts: await readAccounts(db, campaign, settings, now),
    people,
  };
}

async function readAccounts(
  db: Db,
  campaign: Campaign,
  settings: Settings,
  now: Date,
): Promise<ForecastAccount[]> {
  const today = localDay(now, settings.timeZone);
  const { startsAt } = campaign;
  const isToday = !startsAt || localDay(startsAt, settings.timeZone) <= today;
  const rows = await selectRows(
    db,
    {
      number: int,
      status: oneOf<AccountStatus>(),
      previousStatus: nullable(oneOf<AccountStatus>()),
      cooldownUntil: nullable(time),
      warmupStartedOn: nullable(text),
      maxDailyActive: nullable(int),
      maxDailyWarming: nullable(int),
      maxDailyMessages: nullable(int),
      maxDailyAnswers: nullable(int),
      minMessageDelay: nullable(int),
      freeAt: nullable(time),
      sent: int,
      first: int,
      waiting: int,
    },
    sql`
      select a.number,
        case when a.connection = 'failed' or a.needs_sign_in then 'disabled' else a.status end
          as status,
        a.previous_status as "previousStatus", a.cooldown_until as "cooldownUntil",
        coalesce(a.warmup_started_on, ${today}::date)::text as "warmupStartedOn",
        a.max_daily_active as "maxDailyActive", a.max_daily_warming as "maxDailyWarming",
        a.max_daily_messages as "maxDailyMessages", a.max_daily_answers as "maxDailyAnswers",
        a.min_message_delay as "minMessageDelay", s.free_at as "freeAt",
        coalesce(d.sent, 0) as sent, coalesce(d.first, 0) as first, waiting.n as waiting
      from accounts a
      join senders s on s.id = a.id
      left join sender_days d on d.sender_id = a.id and d.day = ${today}::date
      cross join lateral (select count(*) as n from (
        select from messages m where m.sender_id = a.id and m.status = 'queued'
          and m.lane = 'first' limit ${MOST_COUNTED}) q) waiting
      where a.workspace_id = ${campaign.workspaceId} and s.removed_at is null
        and a.status <> 'banned' and ${takesPart(campaign)}
      order by a.number`,
  );
  return rows.map((row) => ({
    key: accountKey(row.number),
    status: row.status,
    restsUntil: row.status === 'cooldown' ? row.cooldownUntil : null,
    restsFrom: row.previousStatus ?? 'warming',
    warmupStartedOn: row.warmupStartedOn,
    limits: {
      maxDailyActive: row.maxDailyActive ?? settings.maxDailyActive,
      maxDailyWarming: row.maxDailyWarming ?? settings.maxDailyWarming,
      maxDailyMessages: row.maxDailyMessages ?? settings.maxDailyMessages,
      maxDailyAnswers: row.maxDailyAnswers ?? settings.maxDailyAnswers,
    },
    pause: meanPause(campaign, row.minMessageDelay, settings),
    mostFirst: settings.mailingMaxPerAccount,
    usedFirst: isToday ? row.first + row.waiting : 0,
    used: isToday ? row.sent + row.waiting : 0,
    freeAt: row.freeAt,
  }));
}

/** Seconds from one first message of an account to the next, on the average. */
function meanPause(
  { invite }: Campaign,
  minMessageDelay: number | null,
  settings: Settings,
): number {
  const type = invite?.way === 'add' ? 'invite' : 'text';
  const { least, most } = pauseAfter({
    type,
    origin: CAMPAIGN_ORIGIN,
    minMessageDelay,
    settings,
  });
  return (least + most) / 2;
}
