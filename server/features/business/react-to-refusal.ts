import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { BotProblem } from '../../edges/telegram-bot/port.ts';
import { businessKey } from './business-key.ts';
import { changeConnection } from './change-connection.ts';
import { businessConnections } from './tables.ts';

/** What a refusal of Telegram's says of the connection itself, in the transaction that settles it. */
export async function reactToRefusal(
  app: App,
  tx: Db,
  connectionId: number,
  problem: BotProblem,
): Promise<void> {
  const [connection] = await tx
    .select()
    .from(businessConnections)
    .where(eq(businessConnections.id, connectionId))
    .for('update');
  if (connection?.status !== 'connected') return;
  const { workspaceId, id } = connection;
  const set = (change: Partial<typeof connection>) =>
    tx
      .update(businessConnections)
      .set(change)
      .where(and(eq(businessConnections.workspaceId, workspaceId), eq(businessConnections.id, id)));
  const now = app.clock.now();
  switch (problem.kind) {
    case 'connection_ended':
      await changeConnection(app, tx, connection, 'ended', systemActor, 'refused_by_telegram');
      return;
    case 'flood_wait':
      await set({ pausedUntil: new Date(now.getTime() + problem.seconds * 1_000) });
      return;
    case 'unauthorized':
    case 'proxy_unavailable':
      await set({ pausedUntil: new Date(now.getTime() + NO_TOKEN_MS) });
      return;
    case 'unavailable':
      if (problem.neverLeft) await set({ pausedUntil: new Date(now.getTime() + UNREACHABLE_MS) });
      return;
    case 'right_missing':
      await set({ canReply: false });
      await recordEvents(tx, [
        {
          workspaceId,
          type: 'business.changed',
          at: now,
          senderId: id,
          data: {
            connection: businessKey(connection.number),
            can_reply: false,
            can_read: connection.canRead,
          },
        },
      ]);
  }
}

/** Before Telegram is asked again when it was out of reach. */
const UNREACHABLE_MS = 10_000;
/** Before a token is tried again that Telegram refused: meanwhile the bot's own state tells of it. */
const NO_TOKEN_MS = 60_000;
