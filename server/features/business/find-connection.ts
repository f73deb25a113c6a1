import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { businessView } from '../../../contract/business.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { businessKey, businessNotFound, readBusinessKey } from './business-key.ts';
import { type BusinessConnection, businessConnections } from './tables.ts';

/** A workspace has a few. */
const MOST = 200;

/** The connection behind biz_2, locked. @throws AppError not_found */
export async function lockConnection(
  tx: Db,
  workspaceId: number,
  key: string,
): Promise<BusinessConnection> {
  const number = readBusinessKey(key) ?? 0;
  const [row] = await tx
    .select()
    .from(businessConnections)
    .where(
      and(eq(businessConnections.workspaceId, workspaceId), eq(businessConnections.number, number)),
    )
    .for('update');
  if (!row) throw businessNotFound(key);
  return row;
}

/** Those that wait for the team or are at work, the first one first. */
export function listConnections(app: App, workspaceId: number): Promise<BusinessConnection[]> {
  return app.db
    .select()
    .from(businessConnections)
    .where(
      and(
        eq(businessConnections.workspaceId, workspaceId),
        inArray(businessConnections.status, ['waiting', 'connected']),
      ),
    )
    .orderBy(asc(businessConnections.number))
    .limit(MOST);
}

/** Business connections as the API shows them. */
export async function viewConnections(
  app: App,
  found: readonly BusinessConnection[],
): Promise<z.output<typeof businessView>[]> {
  const inPool = await ownersInPool(
    app.db,
    found.map((c) => c.telegramId),
  );
  const now = app.clock.now();
  return found.map((c) => ({
    id: businessKey(c.number),
    bot_id: c.botId,
    telegram_id: c.telegramId,
    username: c.username,
    name: c.name,
    status: c.status,
    status_since: c.statusSince.toISOString(),
    can_reply: c.canReply,
    can_read: c.canRead,
    is_account: inPool.has(c.telegramId),
    paused_until: c.pausedUntil && c.pausedUntil > now ? c.pausedUntil.toISOString() : null,
    role_id: c.roleId,
  }));
}

/**
 * Which of these Telegram accounts stand in somebody's pool: they hear their chats themselves, and
 * hearing each message twice would answer it twice.
 */
export async function ownersInPool(db: Db, telegramIds: readonly number[]): Promise<Set<number>> {
  if (telegramIds.length === 0) return new Set();
  const rows = await selectRows(
    db,
    { telegramId: int },
    sql`select telegram_id as "telegramId" from accounts
        where telegram_id = any(${`{${telegramIds.join(',')}}`}::bigint[])`,
  );
  return new Set(rows.map((row) => row.telegramId));
}
