import { sql } from 'drizzle-orm';
import { localDay, minutesOf } from '../../../base/days.ts';
import { at } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows } from '../../../base/db/rows.ts';
import type { AboutToLeave, App } from '../../../context.ts';
import { readSettings } from '../../workspace/settings.ts';
import { openUntil, type Schedule } from './campaign.ts';

const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;

/**
 * Whether the first half of the hours is under way, in which first messages go before reminders:
 * whatever an account sends counts for the day, and reminders would leave no room for new people.
 */
export function isFirstHalf(schedule: Schedule, timeZone: string, now: Date): boolean {
  const { from, to } = schedule;
  const length = (minutesOf(to) - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const left = openUntil(schedule, timeZone, now).getTime() - now.getTime();
  return left > (length / 2) * MINUTE_MS;
}

/**
 * Those of the messages that are reminders, and whose account may still begin with new people today
 * who are there to be written to. In a warm-up all that is sent unasked has one limit, and reminders
 * keep their turn.
 */
export async function findOutranked(
  app: App,
  tx: Db,
  messages: readonly AboutToLeave[],
  now: Date,
): Promise<Set<number>> {
  const [any] = messages;
  if (!any) return new Set();
  const { timeZone, maxDailyActive } = await readSettings(app, any.workspaceId, tx);
  const rows = await selectRows(
    tx,
    { id: int },
    sql`
      select m.id from campaign_steps s
      join messages m on m.id = s.message_id
      join accounts a on a.id = m.sender_id and a.status = 'active'
      left join sender_days d on d.sender_id = a.id
        and d.day = ${localDay(now, timeZone)}::date
      where s.message_id = any(${`{${messages.map((m) => m.id).join(',')}}`}::bigint[])
        and s.kind = 'follow_up'
        and coalesce(d.sent, 0) < coalesce(a.max_daily_active, ${maxDailyActive}::int)
        and (exists (select from messages q where q.sender_id = a.id and q.status = 'queued'
            and q.lane = 'first' and q.due_at <= ${at(now)})
          or exists (select from campaign_targets t
            where t.campaign_id = s.campaign_id and t.status = 'planned'))`,
  );
  return new Set(rows.map((row) => row.id));
}
