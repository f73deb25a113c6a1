import { and, eq, lte, sql } from 'drizzle-orm';
import { AppError } from '../../base/errors.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { TelegramError } from '../../edges/telegram-account/port.ts';
import type { Verb } from '../../feature.ts';
import type { HeldAccount, HeldSenders } from '../../held-senders.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { readSettings } from '../workspace/settings.ts';
import { connectedStatuses } from './account.ts';
import { CHECK_EVERY_MS, profileColumns } from './admit-account.ts';
import { waitForNextTry } from './arrival.ts';
import { changeStatus, wakeHolders } from './change-status.ts';
import { findAccount } from './find-account.ts';
import { LIMITED_CHECK_MS, reactToProblem } from './react-to-problem.ts';
import { resumeStatus } from './resume-status.ts';
import { type Account, accounts } from './tables.ts';

const CHECK_TIMEOUT_MS = 40_000;
const LOOK_EVERY_MS = 60_000;
const BATCH = 20;

/**
 * Looks at an account now: alive, profile, restrictions. One that failed to connect (its proxy is
 * down, say) is tried at once; one that isn't to be connected (banned, disabled) is told of as it
 * stands.
 * @throws AppError not_found, timeout
 */
export async function checkAccount(app: App, workspaceId: number, key: string): Promise<Account> {
  let account = await findAccount(app, workspaceId, key);
  if (account.connection === 'failed' && connectedStatuses.includes(account.status)) {
    await wakeHolders(app.db, account.id);
    account = (await waitForNextTry(app, account, CHECK_TIMEOUT_MS)) ?? account;
  }
  if (account.connection === 'online') {
    await askHolder(app, {
      workspaceId,
      senderId: account.id,
      verb: 'account.check',
      args: null,
      timeoutMs: CHECK_TIMEOUT_MS,
      isWorthWaiting: async () =>
        (await findAccount(app, workspaceId, key)).connection === 'online',
    }).catch((error) => {
      // Lost in this very moment, which the account's own state tells better.
      if (!(error instanceof AppError) || error.code !== 'account_unavailable') throw error;
    });
  }
  return findAccount(app, workspaceId, key);
}

/** The holder's side of the check. */
export const checkVerb: Verb = async (app, { sender }) => {
  if (sender?.kind === 'account') await checkHeldAccount(app, sender, { asksSpamBot: true });
};

/** Keeps looking at the accounts held here, each one when its time has come. */
export async function startCheckingAccounts(app: App, held: HeldSenders): Promise<Runner> {
  return startLoop({
    name: 'check accounts',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const due = await app.db
        .select({ id: accounts.id, status: accounts.status })
        .from(accounts)
        .where(and(lte(accounts.nextCheckAt, app.clock.now()), isHeld(held)))
        .orderBy(accounts.nextCheckAt)
        .limit(BATCH);
      for (const { id, status } of due) {
        const sender = held.get(id);
        if (sender?.kind === 'account')
          await checkHeldAccount(app, sender, { asksSpamBot: status === 'limited' });
      }
      return due.length === BATCH;
    },
  });
}

/** One parameter however many accounts are held. */
function isHeld(held: HeldSenders) {
  const ids = JSON.stringify(held.ids());
  return sql`${accounts.id} in (select value::bigint from jsonb_array_elements_text(${ids}::jsonb))`;
}

async function checkHeldAccount(
  app: App,
  sender: HeldAccount,
  { asksSpamBot }: { asksSpamBot: boolean },
): Promise<void> {
  try {
    const profile = await sender.connection.profile();
    const spam = asksSpamBot ? await sender.connection.spamStatus() : 'unknown';
    const isFree = profile.restrictions.length === 0 && spam !== 'limited';
    await settleCheck(app, sender.id, profileColumns(profile), isFree, isFree && spam === 'free');
  } catch (error) {
    if (!(error instanceof TelegramError)) throw error;
    await app.database.transaction((tx) => reactToProblem(app, tx, sender.id, error.problem));
    await postponeCheck(app, sender.id);
  }
}

/**
 * @param isFree nothing speaks against the account
 * @param isConfirmed Telegram itself says that it is free: only that ends `limited`
 */
async function settleCheck(
  app: App,
  accountId: number,
  profile: Partial<Account>,
  isFree: boolean,
  isConfirmed: boolean,
): Promise<void> {
  const now = app.clock.now();
  await app.database.transaction(async (tx) => {
    const [account] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update');
    if (!account) return;
    const pause = isFree ? CHECK_EVERY_MS : LIMITED_CHECK_MS;
    const [seen] = await tx
      .update(accounts)
      .set({ ...profile, lastCheckedAt: now, nextCheckAt: new Date(now.getTime() + pause) })
      .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, accountId)))
      .returning();
    if (!seen) return;
    const isWorking = seen.status === 'active' || seen.status === 'warming';
    if (!isFree && (isWorking || seen.status === 'cooldown')) {
      await changeStatus(app, tx, seen, { to: 'limited', cause: 'checked' });
    } else if (isConfirmed && seen.status === 'limited') {
      const { timeZone } = await readSettings(app, seen.workspaceId, tx);
      const next = resumeStatus({ ...seen, limitedSince: null }, now, timeZone);
      await changeStatus(app, tx, seen, { ...next, cause: 'checked', set: { limitedSince: null } });
    }
  });
}

async function postponeCheck(app: App, accountId: number): Promise<void> {
  const next = new Date(app.clock.now().getTime() + CHECK_EVERY_MS);
  await app.db.update(accounts).set({ nextCheckAt: next }).where(eq(accounts.id, accountId));
}
