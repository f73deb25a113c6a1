import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { changeConnection } from './change-connection.ts';
import { lockConnection, ownersInPool } from './find-connection.ts';
import type { BusinessConnection } from './tables.ts';
import { texts } from './texts.ts';

/**
 * The team agrees that a Business account is one of theirs.
 * @throws AppError not_found, conflict when the account is in the pool itself, or nobody asks any more
 */
export function approveConnection(
  app: App,
  { workspaceId, actor }: Caller,
  key: string,
): Promise<BusinessConnection> {
  return app.database.transaction(async (tx) => {
    const connection = await lockConnection(tx, workspaceId, key);
    if (connection.status === 'connected') return connection;
    if (connection.status !== 'waiting') throw new AppError('conflict', texts.notWaiting);
    const inPool = await ownersInPool(tx, [connection.telegramId]);
    if (inPool.size > 0) throw new AppError('conflict', texts.isAccount);
    return changeConnection(app, tx, connection, 'connected', actor);
  });
}

/**
 * The team lets go of a Business account: nothing in it is heard or answered. Telegram gives a bot
 * no way to disconnect itself; its owner may.
 * @throws AppError not_found
 */
export function removeConnection(
  app: App,
  { workspaceId, actor }: Caller,
  key: string,
): Promise<BusinessConnection> {
  return app.database.transaction(async (tx) => {
    const connection = await lockConnection(tx, workspaceId, key);
    const isOver = connection.status === 'removed' || connection.status === 'ended';
    return isOver ? connection : changeConnection(app, tx, connection, 'removed', actor);
  });
}
