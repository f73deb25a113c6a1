import type { App } from '../../context.ts';
import type { AccountConnection } from '../../edges/telegram-account/port.ts';
import { TelegramError } from '../../edges/telegram-account/port.ts';
import type { HeldSender } from '../../held-senders.ts';
import { reactToProblem } from '../accounts/react-to-problem.ts';
import { chatProblem } from './chat-problem.ts';

/** A hundred chats take a call, and an account may have thousands. */
export const ASK_TIMEOUT_MS = 60_000;

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
