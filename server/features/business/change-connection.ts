import { and, eq, sql } from 'drizzle-orm';
import type { BusinessStatus } from '../../../contract/business.ts';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { SENDERS_CHANNEL } from '../accounts/change-status.ts';
import { senders } from '../senders/tables.ts';
import { BUSINESS_CHANNEL } from './business-channel.ts';
import { businessKey } from './business-key.ts';
import { type BusinessConnection, businessConnections } from './tables.ts';

/**
 * Moves a connection to another status: only a connected one is a sender in use.
 * @param because why it ended
 */
export async function changeConnection(
  app: App,
  tx: Db,
  connection: BusinessConnection,
  to: BusinessStatus,
  actor: Actor,
  because?: 'owner' | 'bot_removed' | 'refused_by_telegram',
): Promise<BusinessConnection> {
  const { id, workspaceId } = connection;
  const now = app.clock.now();
  const [changed] = await tx
    .update(businessConnections)
    .set({ status: to, statusSince: now })
    .where(and(eq(businessConnections.workspaceId, workspaceId), eq(businessConnections.id, id)))
    .returning();
  await tx
    .update(senders)
    .set({ removedAt: to === 'connected' ? null : now })
    .where(and(eq(senders.workspaceId, workspaceId), eq(senders.id, id)));
  await recordEvents(tx, [
    {
      workspaceId,
      type: `business.${to}`,
      at: now,
      actor,
      senderId: id,
      data: { connection: businessKey(connection.number), ...(because && { because }) },
    },
  ]);
  await tx.execute(sql`select pg_notify(${BUSINESS_CHANNEL}, '')`);
  await tx.execute(sql`select pg_notify(${SENDERS_CHANNEL}, ${String(id)})`);
  return changed ?? connection;
}
