import { and, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { accountPatch } from '../../../contract/accounts.ts';
import { type Db, isUniqueViolation } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { lockSender, untilNothingIsOnItsWay } from '../senders/until-settled.ts';
import { readSettings } from '../workspace/settings.ts';
import { isAccountKey } from './account.ts';
import { changeStatus, wakeHolders } from './change-status.ts';
import { findAccount } from './find-account.ts';
import { resumeStatus } from './resume-status.ts';
import { type Account, accounts } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Changes what operators decide about an account: name, notes, tags, limits, whether it works and
 * whether it goes through a proxy.
 * `status: "active"` is an operator vouching for an account in long use: it skips the warm-up.
 * @throws AppError not_found, already_exists (the name), invalid_request (a name that belongs to
 * another account by its number), conflict (while it is being checked), account_banned,
 * session_expired
 */
export async function updateAccount(
  app: App,
  caller: Caller,
  key: string,
  patch: z.output<typeof accountPatch>,
): Promise<Account> {
  if (patch.name !== undefined && patch.name !== key && isAccountKey(patch.name))
    throw new AppError('invalid_request', texts.nameReserved);
  try {
    const changed = await app.database.transaction(async (tx) => {
      const { id } = await findAccount(app, caller.workspaceId, key, tx);
      await lockSender(tx, id);
      const account = await lock(tx, id);
      const updated = await updateColumns(app, tx, caller, account, patch);
      const connected = await updateProxyUse(app, tx, caller, updated, patch.use_proxy);
      return updateStatus(app, tx, caller, connected, patch);
    });
    // Disabling is a stop: when it is answered, nothing of this account arrives any more.
    if (patch.disabled === true || patch.status === 'disabled')
      await untilNothingIsOnItsWay(app, sql`m.sender_id = ${changed.id}`);
    return changed;
  } catch (error) {
    if (isUniqueViolation(error, 'accounts_by_name'))
      throw new AppError('already_exists', texts.nameTaken(patch.name ?? ''));
    throw error;
  }
}

async function lock(tx: Db, id: number): Promise<Account> {
  const [account] = await tx.select().from(accounts).where(eq(accounts.id, id)).for('update');
  if (!account) throw new Error('the account is gone');
  return account;
}

async function updateColumns(
  app: App,
  tx: Db,
  caller: Caller,
  account: Account,
  patch: z.output<typeof accountPatch>,
): Promise<Account> {
  const columns = {
    ...(patch.name !== undefined && { name: patch.name }),
    ...(patch.notes !== undefined && { notes: patch.notes }),
    ...(patch.tags !== undefined && { tags: patch.tags }),
    ...(patch.max_daily_active !== undefined && { maxDailyActive: patch.max_daily_active }),
    ...(patch.max_daily_warming !== undefined && { maxDailyWarming: patch.max_daily_warming }),
    ...(patch.max_daily_messages !== undefined && { maxDailyMessages: patch.max_daily_messages }),
    ...(patch.max_daily_answers !== undefined && { maxDailyAnswers: patch.max_daily_answers }),
    ...(patch.min_message_delay !== undefined && { minMessageDelay: patch.min_message_delay }),
  };
  const names = Object.keys(columns);
  if (names.length === 0) return account;
  const [updated] = await tx
    .update(accounts)
    .set(columns)
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)))
    .returning();
  if (!updated) throw new Error('the account is gone');
  await recordEvents(tx, [
    {
      workspaceId: account.workspaceId,
      type: 'account.updated',
      at: app.clock.now(),
      actor: caller.actor,
      senderId: account.id,
      data: { fields: names },
    },
  ]);
  return updated;
}

/** Another way out to Telegram: the account connects anew. A proxy of its own is kept. */
async function updateProxyUse(
  app: App,
  tx: Db,
  { actor }: Caller,
  account: Account,
  useProxy: boolean | undefined,
): Promise<Account> {
  if (useProxy === undefined || useProxy === account.useProxy) return account;
  await tx
    .update(accounts)
    .set({ useProxy })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)));
  await recordEvents(tx, [
    {
      workspaceId: account.workspaceId,
      type: 'account.proxy_changed',
      at: app.clock.now(),
      actor,
      senderId: account.id,
      data: { use_proxy: useProxy, has_own: account.proxyHost !== null },
    },
  ]);
  await wakeHolders(tx, account.id);
  return { ...account, useProxy };
}

async function updateStatus(
  app: App,
  tx: Db,
  { actor }: Caller,
  account: Account,
  patch: z.output<typeof accountPatch>,
): Promise<Account> {
  const isDisabled = patch.disabled ?? (patch.status === 'disabled' ? true : undefined);
  if (isDisabled === undefined && patch.status === undefined) return account;
  if (account.status === 'checking') throw new AppError('conflict', texts.beingChecked);
  if (isDisabled === true) {
    if (account.status === 'disabled' || account.status === 'banned') return account;
    return changeStatus(app, tx, account, { to: 'disabled', cause: 'operator', actor });
  }
  if (patch.status === 'active') return vouch(app, tx, account, actor);
  if (account.status !== 'disabled') return account;
  refuseToRevive(account);
  const { timeZone } = await readSettings(app, account.workspaceId, tx);
  const next = resumeStatus(account, app.clock.now(), timeZone);
  return changeStatus(app, tx, account, { ...next, cause: 'operator', actor });
}

/** A cooldown is Telegram's word and runs to its end; the vouched status comes after it. */
async function vouch(app: App, tx: Db, account: Account, actor: Caller['actor']): Promise<Account> {
  if (account.status === 'active') return account;
  refuseToRevive(account);
  const now = app.clock.now();
  await recordEvents(tx, [
    {
      workspaceId: account.workspaceId,
      type: 'account.vouched',
      at: now,
      actor,
      senderId: account.id,
      data: { from: account.status },
    },
  ]);
  const { timeZone } = await readSettings(app, account.workspaceId, tx);
  const vouched = { ...account, previousStatus: 'active' as const, limitedSince: null };
  const next = resumeStatus(vouched, now, timeZone);
  const set = next.to === 'active' ? {} : { previousStatus: vouched.previousStatus };
  return changeStatus(app, tx, account, {
    ...next,
    cause: 'vouched',
    actor,
    set: { ...set, limitedSince: null },
  });
}

function refuseToRevive(account: Account): void {
  if (account.status === 'banned') throw new AppError('account_banned', texts.bannedStays);
  if (account.needsSignIn) throw new AppError('session_expired', texts.signInFirst);
}
