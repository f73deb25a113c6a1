import { type SQL, sql } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';
import { WARM_FROM_DAY } from './account.ts';

/** Further messages waiting in one account's queue than this don't make it less eligible. */
const MOST_COUNTED = 1_000;
/** Names this choice among the advisory locks of the database. */
const CHOICE_LOCK = 7_101;
const MOST_WAITS = 50;

/**
 * Chooses the account that writes to somebody first. The outside contract's rule: active or
 * warming, below its limit of today, not resting; the one that sent least today. Besides, it must
 * be able to reach the person, and one that needn't pause first comes before one that must. What
 * already waits in an account's queue counts as sent. The chosen one stays locked until the
 * transaction ends, so that callers at the same time choose different ones; where all that could
 * are being chosen at this moment, theirs is waited for.
 * @returns undefined when no account can
 */
export async function chooseAccount(
  app: App,
  tx: Db,
  workspaceId: number,
  person: { telegramId: number | null; username: string | null; phone: string | null },
): Promise<number | undefined> {
  const settings = await readSettings(app, workspaceId, tx);
  const now = app.clock.now();
  const today = localDay(now, settings.timeZone);
  const isKnownByName = person.username !== null || person.phone !== null;
  const eligible = sql`
      select s.id from senders s
      join accounts a on a.id = s.id
      left join sender_days d on d.sender_id = a.id and d.day = ${today}::date
      cross join lateral (
        select coalesce(d.sent, 0) + count(*) as used from (
          select 1 from messages m
          where m.sender_id = a.id and m.status = 'queued' and m.lane = 'first'
          limit ${MOST_COUNTED}) waiting) today
      cross join lateral (
        select ${today}::date - coalesce(a.warmup_started_on, ${today}::date) + 1 as day) warmup
      where s.workspace_id = ${workspaceId} and s.removed_at is null
        and a.status in ('active', 'warming') and a.connection <> 'failed'
        and today.used < case
          when a.status = 'active' or warmup.day >= ${WARM_FROM_DAY}
            then coalesce(a.max_daily_active, ${settings.maxDailyActive}::int)
          when warmup.day <= 2 then 0
          when warmup.day <= 4 then coalesce(a.max_daily_warming, ${settings.maxDailyWarming}::int)
          else 5 end
        and today.used < coalesce(a.max_daily_messages, ${settings.maxDailyMessages}::int)
        and (${isKnownByName} or exists (
          select from account_peers p
          where p.account_id = a.id and p.user_id = ${person.telegramId}::bigint))
      order by s.free_at > ${at(now)} is true, today.used, a.number
      limit 1`;
  const choose = (locking: SQL) => selectRow(tx, { id: int }, sql`${eligible} ${locking}`);
  const free = await choose(sql`for update of s skip locked`);
  if (free) return free.id;
  // One waits at a time, so that no two wait for each other.
  await tx.execute(sql`select pg_advisory_xact_lock(${CHOICE_LOCK}, ${workspaceId}::int)`);
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    if (!(await choose(sql`for update of s`))) return undefined;
    // What was sent during the wait shows only to a new query.
    const chosen = await choose(sql`for update of s skip locked`);
    if (chosen) return chosen.id;
  }
  return undefined;
}
