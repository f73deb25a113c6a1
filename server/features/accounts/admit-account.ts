import { and, eq, ne } from 'drizzle-orm';
import { localDay } from '../../base/days.ts';
import { type Db, isUniqueViolation } from '../../base/db/database.ts';
import type { App } from '../../context.ts';
import type { AccountConnection, AccountProfile } from '../../edges/telegram-account/port.ts';
import { senderDays } from '../senders/tables.ts';
import { readSettings } from '../workspace/settings.ts';
import { wakeArrivalWaiters } from './arrival.ts';
import { changeStatus } from './change-status.ts';
import { LIMITED_CHECK_MS } from './react-to-problem.ts';
import { warmUntil } from './resume-status.ts';
import { type Account, accounts } from './tables.ts';

/** How often a working account is looked at. */
export const CHECK_EVERY_MS = 6 * 3_600_000;

/**
 * Looks at an account that has just come: who it is, whether Telegram restricts it, whether it is
 * here already. A good one begins its warm-up.
 * @returns whether it may stay
 * @throws TelegramError when the account can't be asked
 */
export async function admitAccount(
  app: App,
  accountId: number,
  connection: AccountConnection,
): Promise<boolean> {
  const profile = await connection.profile();
  const spam = await connection.spamStatus();
  try {
    return await admit(app, accountId, profile, spam === 'limited');
  } catch (error) {
    // Two sessions of one person came at the same moment: the other one was faster.
    if (!isUniqueViolation(error, 'accounts_telegram_id_key')) throw error;
    await app.database.transaction((tx) => refuse(tx, accountId, 'already_exists'));
    return false;
  }
}

function admit(
  app: App,
  accountId: number,
  profile: AccountProfile,
  isLimited: boolean,
): Promise<boolean> {
  return app.database.transaction(async (tx) => {
    const [account] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update');
    if (account?.status !== 'checking') return account !== undefined;
    if (await isKnown(tx, account, profile)) {
      await refuse(tx, accountId, 'already_exists');
      return false;
    }
    await wakeArrivalWaiters(tx, accountId);
    const { timeZone } = await readSettings(app, account.workspaceId, tx);
    const now = app.clock.now();
    const today = localDay(now, timeZone);
    const set = {
      ...profileColumns(profile),
      connection: 'online' as const,
      warmupStartedOn: today,
      lastCheckedAt: now,
      nextCheckAt: new Date(now.getTime() + CHECK_EVERY_MS),
    };
    await takeUpFormerLife(app, tx, account, profile.telegramId);
    const warming = await changeStatus(app, tx, account, {
      to: 'warming',
      cause: 'arrived',
      until: warmUntil(today, timeZone),
      set,
    });
    if (isLimited || profile.restrictions.length > 0) {
      const nextCheckAt = new Date(now.getTime() + LIMITED_CHECK_MS);
      await changeStatus(app, tx, warming, {
        to: 'limited',
        cause: 'checked',
        set: { nextCheckAt },
      });
    }
    return true;
  });
}

/** What an account's row repeats of its profile in Telegram. */
export function profileColumns(profile: AccountProfile) {
  return {
    telegramId: profile.telegramId,
    phone: profile.phone,
    username: profile.username,
    firstName: profile.firstName,
    lastName: profile.lastName,
    restrictions: profile.restrictions,
  };
}

/** A Telegram account exists once in the whole system. */
async function isKnown(tx: Db, account: Account, profile: AccountProfile): Promise<boolean> {
  const [twin] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.telegramId, profile.telegramId), ne(accounts.id, account.id)));
  return twin !== undefined;
}

/** The account had been here and was deleted: its dialogs go on, and its day isn't counted anew. */
async function takeUpFormerLife(
  app: App,
  tx: Db,
  { workspaceId, id: senderId }: Account,
  telegramId: number,
): Promise<void> {
  const former = await tx
    .update(accounts)
    .set({ formerTelegramId: null })
    .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.formerTelegramId, telegramId)))
    .returning({ id: accounts.id });
  for (const { id: formerId } of former) {
    await tx.update(senderDays).set({ senderId }).where(eq(senderDays.senderId, formerId));
    for (const step of app.extensions.senderReturned)
      await step(tx, { workspaceId, formerId, senderId });
  }
}

async function refuse(tx: Db, accountId: number, reason: string): Promise<void> {
  await tx
    .update(accounts)
    .set({ connection: 'failed', lastError: reason })
    .where(eq(accounts.id, accountId));
  await wakeArrivalWaiters(tx, accountId);
}
