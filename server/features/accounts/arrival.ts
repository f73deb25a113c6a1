import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import { type Account, accounts } from './tables.ts';

const ARRIVALS_CHANNEL = 'vestnik_arrivals';

/** Those who wait for an account to arrive look at it again. */
export async function wakeArrivalWaiters(tx: Db, accountId: number): Promise<void> {
  await tx.execute(sql`select pg_notify(${ARRIVALS_CHANNEL}, ${String(accountId)})`);
}

/**
 * Waits until the check of a new account is over, well or badly.
 * @returns the account; undefined when nobody checked it in time
 */
export function waitForArrival(
  app: App,
  accountId: number,
  timeoutMs: number,
): Promise<Account | undefined> {
  return waitUntil(app.database, {
    channel: ARRIVALS_CHANNEL,
    concerns: (payload) => payload === String(accountId) || payload === '',
    timeoutMs,
    check: async () => {
      const [account] = await app.db.select().from(accounts).where(eq(accounts.id, accountId));
      const isDecided =
        account && (account.status !== 'checking' || account.connection === 'failed');
      return isDecided ? account : undefined;
    },
  });
}
