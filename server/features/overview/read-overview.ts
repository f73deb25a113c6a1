import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { overviewAnswer } from '../../../contract/overview.ts';
import type { Permission } from '../../../contract/permissions.ts';
import { addDays, localDay } from '../../base/days.ts';
import { int, selectRows, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { readPeriod, rowsOf } from '../analytics/read-period.ts';
import { readCampaigns } from './read-campaigns.ts';
import { readFirstSteps } from './read-first-steps.ts';
import { readPool } from './read-pool.ts';
import { readWaiting } from './read-waiting.ts';

type Overview = z.output<typeof overviewAnswer>;

/**
 * How things stand today: figures, who waits, the pool and the campaigns, as far as the caller may
 * see them.
 * @param days how many days the series has, today included
 */
export async function readOverview(app: App, caller: Caller, days: number): Promise<Overview> {
  const { workspaceId, language, rights } = caller;
  const may = (permission: Permission) => rights?.permissions.includes(permission) === true;
  const [figures, waiting, accounts, campaigns, first_steps] = await Promise.all([
    readFigures(app, caller, days),
    readWaiting(app, workspaceId, language),
    may('accounts.read') ? readPool(app, workspaceId, language) : null,
    may('outreach.read') ? readCampaigns(app, workspaceId, language) : null,
    readFirstSteps(app, workspaceId),
  ]);
  return { success: true, ...figures, waiting, accounts, campaigns, first_steps };
}

const nothing = {
  sent: 0,
  first: 0,
  follow: 0,
  answers: 0,
  failed: 0,
  replies: 0,
  refusals: 0,
  converted: 0,
};

async function readFigures(
  app: App,
  caller: Caller,
  days: number,
): Promise<Pick<Overview, 'day' | 'time_zone' | 'today' | 'series'>> {
  const period = await readPeriod(app, caller, { format: 'json' });
  const today = localDay(app.clock.now(), period.timeZone);
  const from = addDays(today, 1 - days);
  const rows = await selectRows(
    app.db,
    {
      day: text,
      sent: int,
      first: int,
      follow: int,
      answers: int,
      failed: int,
      replies: int,
      refusals: int,
      converted: int,
    },
    sql`
      select day::text as day, sent, first, follow, answers, failed, replies, refusals, converted
      from analytics_days where ${rowsOf({ ...period, from, to: today })}`,
  );
  const byDay = new Map(rows.map(({ day, ...figures }) => [day, figures]));
  return {
    day: today,
    time_zone: period.timeZone,
    today: byDay.get(today) ?? nothing,
    series: Array.from({ length: days }, (_, i) => {
      const day = addDays(from, i);
      const { sent, replies, refusals, converted } = byDay.get(day) ?? nothing;
      return { day, sent, replies, refusals, converted };
    }),
  };
}
