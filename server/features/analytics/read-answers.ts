import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { answersAnswer } from '../../../contract/analytics.ts';
import { addDays, startOfLocalDay } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import { int, selectRows, text, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type Period, rowsOf } from './read-period.ts';

export type Point = z.output<typeof answersAnswer>['points'][number];

const figures = { sent: int, replies: int, refusals: int, converted: int };

/** What was sent and heard on each day of a period; days of silence are there as well. */
export async function readDays(app: App, period: Period): Promise<Point[]> {
  const rows = await selectRows(
    app.db,
    { at: text, ...figures },
    sql`select day::text as at, sent, replies, refusals, converted
        from analytics_days where ${rowsOf(period)}`,
  );
  const byDay = new Map(rows.map((row) => [row.at, row]));
  const points: Point[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1))
    points.push(byDay.get(day) ?? { at: day, sent: 0, replies: 0, refusals: 0, converted: 0 });
  return points;
}

/** What was sent and heard in each hour of a period in which anything was. */
export async function readHours(app: App, period: Period): Promise<Point[]> {
  const { tallyId, campaignId, senderId, sourceId, from, to, timeZone } = period;
  const rows = await selectRows(
    app.db,
    { at: time, ...figures },
    sql`
      select hour as at, sent, replies, refusals, converted from analytics_hours
      where tally_id = ${tallyId} and campaign_id = ${campaignId} and sender_id = ${senderId}
        and source_id = ${sourceId} and hour >= ${at(startOfLocalDay(from, timeZone))}
        and hour < ${at(startOfLocalDay(addDays(to, 1), timeZone))}
      order by hour`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
