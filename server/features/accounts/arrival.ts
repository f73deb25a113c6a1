import { eq, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { waitUntil } from '../../base/wait-until.ts';
import type { App } from '../../context.ts';
import { type Account, accounts } from './tables.ts';

/** Says that an account connected or failed to; the payload is its id. */
export const ARRIVALS_CHANNEL = 'vestnik_arrivals';

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
  const isDecided = (a: Account) => a.status !== 'checking' || a.connection === 'failed';
  return waitForAccount(app, accountId, timeoutMs, isDecided);
}

/**
 * Waits until an account that isn't connected was tried again, well or badly.
 * @returns undefined when nobody tried in time
 */
export function waitForNextTry(
  app: App,
  account: Account,
  timeoutMs: number,
): Promise<Account | undefined> {
  const failedAt = account.lastErrorAt?.getTime();
  const isTried = (a: Account) =>
    a.connection === 'online' || a.lastErrorAt?.getTime() !== failedAt;
  return waitForAccount(app, account.id, timeoutMs, isTried);
}

function waitForAccount(
  app: App,
  accountId: number,
  timeoutMs: number,
  isDecided: (account: Account) => boolean,
): Promise<Account | undefined> {
  return waitUntil(app.database, {
    channel: ARRIVALS_CHANNEL,
    concerns: (payload) => payload === String(accountId) || payload === '',
    timeoutMs,
    check: async () => {
      const [account] = await app.db.select().from(accounts).where(eq(accounts.id, accountId));
      return account && isDecided(account) ? account : undefined;
    },
  });
}
