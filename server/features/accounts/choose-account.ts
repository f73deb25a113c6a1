import { type SQL, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { readSettings } from '../workspace/settings.ts';
import { firstCapacity } from './first-capacity.ts';

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
  const isKnownByName = person.username !== null || person.phone !== null;
  const eligible = sql`
      select s.id from senders s
      join (${firstCapacity(workspaceId, settings, now)}) c on c.id = s.id
      where c.room > 0
        and (${isKnownByName} or exists (
          select from account_peers p
          where p.account_id = c.id and p.user_id = ${person.telegramId}::bigint))
      order by s.free_at > ${at(now)} is true, c.used, c.number
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
