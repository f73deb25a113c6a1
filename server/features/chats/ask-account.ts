import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { AccountConnection } from '../../edges/telegram-account/port.ts';
import { TelegramError } from '../../edges/telegram-account/port.ts';
import type { HeldSender } from '../../held-senders.ts';
import { accountKey } from '../accounts/account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { reactToProblem } from '../accounts/react-to-problem.ts';
import type { Account } from '../accounts/tables.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { chatProblem } from './chat-problem.ts';
import { texts } from './texts.ts';

/** A hundred chats take a call, and an account may have thousands. */
const TIMEOUT_MS = 60_000;

/**
 * Has the holder of an account look something up in Telegram.
 * @throws AppError account_unavailable when the account has no connection, timeout, and what the
 *   verb threw
 */
export async function askAccount(
  app: App,
  account: Account,
  verb: string,
  args: unknown,
): Promise<unknown> {
  const key = accountKey(account.number);
  if (account.connection !== 'online')
    throw new AppError('account_unavailable', texts.offline(key));
  return askHolder(app, {
    workspaceId: account.workspaceId,
    senderId: account.id,
    verb,
    args,
    timeoutMs: TIMEOUT_MS,
    isWorthWaiting: async () =>
      (await findAccount(app, account.workspaceId, key)).connection === 'online',
  });
}

/**
 * The holder's side: calls Telegram, and tells what went wrong in plain words. What says something
 * about the account itself shows in its status; being asked to wait does not, since only looking
 * around is meant.
 * @throws AppError
 */
export async function onConnection<T>(
  app: App,
  sender: HeldSender | undefined,
  call: (connection: AccountConnection) => Promise<T>,
): Promise<T> {
  if (sender?.kind !== 'account') throw new Error('chats are looked at from an account');
  try {
    return await call(sender.connection);
  } catch (error) {
    if (!(error instanceof TelegramError)) throw error;
    const { problem } = error;
    if (problem.kind !== 'flood_wait')
      await app.database.transaction((tx) => reactToProblem(app, tx, sender.id, problem));
    throw chatProblem(problem, error);
  }
}
