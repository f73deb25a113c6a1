import { type SQL, sql } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import type { Settings } from '../workspace/settings.ts';
import { WARM_FROM_DAY } from './account.ts';

/** Further messages waiting in one account's queue than this don't make it less eligible. */
const MOST_COUNTED = 1_000;

/**
 * The accounts of a workspace that may write to new people at all, each with what it has used of
 * today and what room is left: the outside contract's limits by status and day of the warm-up.
 * What already waits in an account's queue counts as sent.
 * @returns a query with the columns id, number, tags, used, room
 */
export function firstCapacity(workspaceId: number, settings: Settings, now: Date): SQL {
  const today = localDay(now, settings.timeZone);
  return sql`
    select a.id, a.number, a.tags, today.used,
      least(
        case
          when a.status = 'active' or warmup.day >= ${WARM_FROM_DAY}
            then coalesce(a.max_daily_active, ${settings.maxDailyActive}::int)
          when warmup.day <= 2 then 0
          when warmup.day <= 4 then coalesce(a.max_daily_warming, ${settings.maxDailyWarming}::int)
          else 5 end,
        coalesce(a.max_daily_messages, ${settings.maxDailyMessages}::int)) - today.used as room
    from accounts a
    join senders s on s.id = a.id
    left join sender_days d on d.sender_id = a.id and d.day = ${today}::date
    cross join lateral (
      select coalesce(d.sent, 0) + count(*) as used from (
        select 1 from messages m
        where m.sender_id = a.id and m.status = 'queued' and m.lane = 'first'
        limit ${MOST_COUNTED}) waiting) today
    cross join lateral (
      select ${today}::date - coalesce(a.warmup_started_on, ${today}::date) + 1 as day) warmup
    where s.workspace_id = ${workspaceId} and s.removed_at is null
      and a.status in ('active', 'warming') and a.connection <> 'failed'`;
}
