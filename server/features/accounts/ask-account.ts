import { sql } from 'drizzle-orm';
import { selectRow, text } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { askHolder } from '../senders/ask-holder.ts';
import { accountKey } from './account.ts';
import type { Account } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Has the holder of an account do something on its connection, as long as there is one.
 * @returns the verb's answer
 * @throws AppError account_unavailable when the account has no connection, timeout, and what the
 *   verb threw
 */
export async function askAccount(
  app: App,
  { id, number, workspaceId }: Pick<Account, 'id' | 'number' | 'workspaceId'>,
  ask: { verb: string; args: unknown; timeoutMs: number },
): Promise<unknown> {
  if (!(await isOnline(app, id)))
    throw new AppError('account_unavailable', texts.offline(accountKey(number)));
  return askHolder(app, {
    ...ask,
    workspaceId,
    senderId: id,
    isWorthWaiting: () => isOnline(app, id),
  });
}

async function isOnline(app: App, id: number): Promise<boolean> {
  const row = await selectRow(
    app.db,
    { connection: text },
    sql`select connection from accounts where id = ${id}`,
  );
  return row?.connection === 'online';
}
