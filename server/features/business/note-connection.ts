import { and, eq, ne } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { type Actor, recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { BusinessState } from '../../edges/telegram-bot/port.ts';
import { senders } from '../senders/tables.ts';
import { nextNumbers } from '../workspace/next-number.ts';
import { businessKey } from './business-key.ts';
import { changeConnection } from './change-connection.ts';
import { ownersInPool } from './find-connection.ts';
import { type BusinessConnection, businessConnections } from './tables.ts';

/**
 * Notes what Telegram tells of a Business account's connection to a bot. Anybody can connect a bot to
 * their account: it is at work at once only when an operator who may bring accounts in did so.
 * @param operator that operator; undefined: the team has to agree first
 */
export function noteConnection(
  app: App,
  bot: { id: number; workspaceId: number },
  state: BusinessState,
  operator: Actor | undefined,
): Promise<BusinessConnection | undefined> {
  return app.database.transaction(async (tx) => {
    const known = await findOwners(tx, bot.workspaceId, state.owner.telegramId);
    // The bot that the owner left tells of the end, maybe after the new one told of the beginning.
    if (!state.isEnabled && known?.connectionId !== state.connectionId) return undefined;
    const connection = known
      ? await update(app, tx, bot, known, state)
      : await insert(app, tx, bot, state);
    if (!state.isEnabled) {
      const isOver = connection.status === 'ended' || connection.status === 'removed';
      return isOver
        ? connection
        : changeConnection(app, tx, connection, 'ended', systemActor, 'owner');
    }
    const isAsked =
      known?.connectionId === state.connectionId &&
      known.botId === bot.id &&
      known.status !== 'ended';
    if (isAsked) return connection;
    const inPool = await ownersInPool(tx, [connection.telegramId]);
    const isAgreed = operator !== undefined && !inPool.has(connection.telegramId);
    return changeConnection(
      app,
      tx,
      connection,
      isAgreed ? 'connected' : 'waiting',
      operator ?? systemActor,
    );
  });
}

async function findOwners(
  tx: Db,
  workspaceId: number,
  telegramId: number,
): Promise<BusinessConnection | undefined> {
  const [row] = await tx
    .select()
    .from(businessConnections)
    .where(
      and(
        eq(businessConnections.workspaceId, workspaceId),
        eq(businessConnections.telegramId, telegramId),
      ),
    )
    .for('update');
  return row;
}

const factsOf = (bot: { id: number }, { connectionId, owner, ...state }: BusinessState) => ({
  botId: bot.id,
  connectionId,
  username: owner.username,
  name: [owner.firstName, owner.lastName].filter(Boolean).join(' '),
  canReply: state.mayReply,
  canRead: state.mayRead,
});

async function insert(
  app: App,
  tx: Db,
  bot: { id: number; workspaceId: number },
  state: BusinessState,
): Promise<BusinessConnection> {
  const { workspaceId } = bot;
  const now = app.clock.now();
  const [sender] = await tx
    .insert(senders)
    .values({ workspaceId, kind: 'business_connection', removedAt: now })
    .returning({ id: senders.id });
  const number = await nextNumbers(tx, workspaceId, 'business', 1);
  const [row] = await tx
    .insert(businessConnections)
    .values({
      id: sender?.id ?? 0,
      workspaceId,
      number,
      telegramId: state.owner.telegramId,
      status: 'waiting',
      statusSince: now,
      ...factsOf(bot, state),
    })
    .returning();
  if (!row) throw new Error('the business connection was not stored');
  return row;
}

async function update(
  app: App,
  tx: Db,
  bot: { id: number },
  known: BusinessConnection,
  state: BusinessState,
): Promise<BusinessConnection> {
  const facts = factsOf(bot, state);
  const [row] = await tx
    .update(businessConnections)
    .set(facts)
    .where(
      and(
        eq(businessConnections.workspaceId, known.workspaceId),
        eq(businessConnections.id, known.id),
      ),
    )
    .returning();
  const isChanged = facts.canReply !== known.canReply || facts.canRead !== known.canRead;
  if (state.isEnabled && isChanged)
    await recordEvents(tx, [
      {
        workspaceId: known.workspaceId,
        type: 'business.changed',
        at: app.clock.now(),
        senderId: known.id,
        data: {
          connection: businessKey(known.number),
          can_reply: facts.canReply,
          can_read: facts.canRead,
        },
      },
    ]);
  return row ?? known;
}

/** The bot is disconnected from the workspace: nothing goes through it any more. */
export async function endConnectionsOfBot(
  app: App,
  tx: Db,
  bot: { id: number; workspaceId: number },
  actor: Actor,
): Promise<void> {
  const open = await tx
    .select()
    .from(businessConnections)
    .where(
      and(
        eq(businessConnections.workspaceId, bot.workspaceId),
        eq(businessConnections.botId, bot.id),
        ne(businessConnections.status, 'ended'),
      ),
    )
    .for('update');
  for (const connection of open)
    if (connection.status !== 'removed')
      await changeConnection(app, tx, connection, 'ended', actor, 'bot_removed');
}
