import { and, eq, sql } from 'drizzle-orm';
import { errorMessage } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller, Verb } from '../../feature.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { senders } from '../senders/tables.ts';
import { lockSender, untilNothingIsOnItsWay } from '../senders/until-settled.ts';
import { accountKey } from './account.ts';
import { wakeHolders } from './change-status.ts';
import { findAccount } from './find-account.ts';
import { removeFiles } from './keep-files.ts';
import { accountPeers, accounts, accountUpdates } from './tables.ts';

const LOG_OUT_TIMEOUT_MS = 20_000;

/**
 * Takes an account out of the pool for good: its session, session file and backups are deleted;
 * the history of its dialogs stays.
 * @param options.logOut also ends the session in Telegram, if the account is connected
 * @returns whether the session was ended in Telegram
 * @throws AppError not_found
 */
export async function deleteAccount(
  app: App,
  caller: Caller,
  key: string,
  options: { logOut: boolean },
): Promise<{ loggedOut: boolean }> {
  const account = await findAccount(app, caller.workspaceId, key);
  await silence(app, account.id);
  const loggedOut = options.logOut && (await logOut(app, caller.workspaceId, account.id));
  const now = app.clock.now();
  await app.database.transaction(async (tx) => {
    await tx
      .update(senders)
      .set({ removedAt: now, workerId: null })
      .where(and(eq(senders.workspaceId, caller.workspaceId), eq(senders.id, account.id)));
    await tx
      .update(accounts)
      .set({
        // freed for whoever brings the account in again
        name: `${accountKey(account.number)} #${account.id}`,
        telegramId: null,
        formerTelegramId: account.telegramId,
        session: null,
        sessionKeyHash: null,
        sessionFile: null,
        backupFiles: [],
        proxyPassword: null,
        status: 'disabled',
        statusReason: 'deleted',
        statusUntil: null,
        nextCheckAt: null,
        connection: 'offline',
      })
      .where(and(eq(accounts.workspaceId, caller.workspaceId), eq(accounts.id, account.id)));
    await tx.delete(accountPeers).where(eq(accountPeers.accountId, account.id));
    await tx.execute(sql`delete from account_chats where account_id = ${account.id}`);
    await tx.execute(sql`delete from warmup_channels where account_id = ${account.id}`);
    await tx.delete(accountUpdates).where(eq(accountUpdates.accountId, account.id));
    await recordEvents(tx, [
      {
        workspaceId: caller.workspaceId,
        type: 'account.deleted',
        at: now,
        actor: caller.actor,
        senderId: account.id,
        data: { logged_out: loggedOut },
      },
    ]);
    await wakeHolders(tx, account.id);
  });
  await removeFiles(app, account);
  return { loggedOut };
}

/**
 * Stops the account, so that no message is on its way when its session goes. Its holder isn't told
 * yet: logging out needs the connection.
 */
async function silence(app: App, accountId: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    await lockSender(tx, accountId);
    await tx
      .update(accounts)
      .set({ status: 'disabled', statusReason: 'deleted' })
      .where(eq(accounts.id, accountId));
  });
  await untilNothingIsOnItsWay(app, sql`m.sender_id = ${accountId}`);
}

/** The holder's side of logging out. */
export const logOutVerb: Verb = async (_app, { sender }) => {
  if (sender?.kind === 'account') await sender.connection.logOut();
};

async function logOut(app: App, workspaceId: number, accountId: number): Promise<boolean> {
  try {
    await askHolder(app, {
      workspaceId,
      senderId: accountId,
      verb: 'account.log_out',
      args: null,
      timeoutMs: LOG_OUT_TIMEOUT_MS,
    });
    return true;
  } catch (error) {
    app.log.warn(
      { account: accountId, error: errorMessage(error) },
      'an account was not logged out',
    );
    return false;
  }
}
