import { and, eq, lt } from 'drizzle-orm';
import type { ErrorCode } from '../../../contract/errors.ts';
import { isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { senders } from '../senders/tables.ts';
import { nextNumbers } from '../workspace/next-number.ts';
import { accountKey } from './account.ts';
import { waitForArrival } from './arrival.ts';
import { wakeHolders } from './change-status.ts';
import { mustHaveRoom } from './must-have-room.ts';
import { hashSessionKey, sealSession } from './store-session.ts';
import { type Account, accounts } from './tables.ts';
import { arrivalTexts, texts } from './texts.ts';

const ARRIVAL_TIMEOUT_MS = 60_000;

export type NewAccount = {
  workspaceId: number;
  actor: Actor;
  /** In mtcute's string form. */
  session: string;
  notes: string;
  /** Whether it goes through a proxy from the first connection on. */
  useProxy?: boolean;
};

/**
 * Takes a session into the pool: stores it, lets a holder connect and look at the account, and
 * waits for the outcome. Nothing half-done stays behind.
 * @throws AppError already_exists, account_banned, session_expired, proxy_unavailable, plan_limit,
 * payment_required,
 * telegram_not_configured, telegram_unavailable …
 */
export async function importSession(app: App, input: NewAccount): Promise<Account> {
  if (!app.ports.telegramAccounts.configured)
    throw new AppError('telegram_not_configured', texts.notConfigured);
  const id = await insertAccount(app, input);
  const seen = await waitForArrival(app, id, ARRIVAL_TIMEOUT_MS);
  const account = await settleArrival(app, id);
  if (!account) throw arrivalError(seen);
  await tellOfArrival(app, account, input.actor);
  return account;
}

async function insertAccount(app: App, input: NewAccount): Promise<number> {
  const { workspaceId, session, notes, useProxy = false } = input;
  const keyHash = hashSessionKey(app, session);
  const now = app.clock.now();
  try {
    return await app.database.transaction(async (tx) => {
      const number = await nextNumbers(tx, workspaceId, 'account', 1);
      await mustHaveRoom(tx, workspaceId, now);
      const [sender] = await tx
        .insert(senders)
        .values({ workspaceId, kind: 'account' })
        .returning({ id: senders.id });
      if (!sender) throw new Error('the sender was not stored');
      await tx.insert(accounts).values({
        id: sender.id,
        workspaceId,
        number,
        name: accountKey(number),
        status: 'checking',
        statusSince: now,
        statusReason: 'arrived',
        session: sealSession(app, sender.id, session),
        sessionKeyHash: keyHash,
        notes,
        useProxy,
        addedAt: now,
      });
      await wakeHolders(tx, sender.id);
      return sender.id;
    });
  } catch (error) {
    if (isUniqueViolation(error, 'accounts_session_key_hash_key'))
      throw new AppError('already_exists', arrivalTexts.already_exists);
    throw error;
  }
}

async function tellOfArrival(app: App, account: Account, actor: Actor): Promise<void> {
  await app.database.transaction((tx) =>
    recordEvents(tx, [
      {
        workspaceId: account.workspaceId,
        type: 'account.added',
        at: app.clock.now(),
        actor,
        senderId: account.id,
        data: {},
      },
    ]),
  );
}

/**
 * Looks at an arrival for the last time: what has joined the pool stays, also if it did so a
 * moment ago; anything else is removed without a trace.
 * @returns the account that joined
 */
async function settleArrival(app: App, id: number): Promise<Account | undefined> {
  return app.database.transaction(async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, id)).for('update');
    if (!account) return undefined;
    if (account.telegramId !== null) return account;
    await tx.delete(accounts).where(eq(accounts.id, id));
    await tx.delete(senders).where(eq(senders.id, id));
    await wakeHolders(tx, id);
    return undefined;
  });
}

/** An importer that died leaves an account that is being checked for ever: it is removed. */
export async function forgetAbandonedArrivals(app: App): Promise<void> {
  const since = new Date(app.clock.now().getTime() - 10 * ARRIVAL_TIMEOUT_MS);
  const abandoned = await app.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.status, 'checking'), lt(accounts.addedAt, since)));
  for (const { id } of abandoned) await settleArrival(app, id);
}

function arrivalError(account: Account | undefined): AppError {
  if (!account) return new AppError('telegram_unavailable', arrivalTexts.unavailable);
  if (account.status === 'banned') return new AppError('account_banned', arrivalTexts.banned);
  if (account.needsSignIn) return new AppError('session_expired', arrivalTexts.signed_out);
  const reason = account.lastError ?? 'unavailable';
  const codes: Record<string, ErrorCode> = {
    already_exists: 'already_exists',
    proxy_unavailable: 'proxy_unavailable',
    flood_wait: 'flood_wait',
    unavailable: 'telegram_unavailable',
  };
  const text = arrivalTexts[reason as keyof typeof arrivalTexts] ?? arrivalTexts.failed;
  return new AppError(codes[reason] ?? 'conversion_failed', text);
}
