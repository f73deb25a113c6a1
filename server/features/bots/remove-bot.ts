import { and, eq, isNull, sql } from 'drizzle-orm';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { endConnectionsOfBot } from '../business/note-connection.ts';
import { senders } from '../senders/tables.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { openBot } from './open-bot.ts';
import { type Bot, bots } from './tables.ts';

/** Disconnects a bot and forgets its token; who its subscribers are stays. */
export async function removeBot(app: App, caller: Caller, bot: Bot): Promise<void> {
  const { workspaceId, actor } = caller;
  // Best done, but not worth waiting for: what Telegram goes on posting is refused.
  if (bot.webhookSecret)
    openBot(app, bot)
      .then((opened) => opened?.connection.deleteWebhook())
      .catch((error) => app.log.warn({ err: error, bot: bot.id }, 'a webhook was left behind'));
  await app.database.transaction(async (tx) => {
    const now = app.clock.now();
    await tx
      .update(bots)
      .set({
        token: null,
        isEnabled: false,
        connection: 'offline',
        mode: 'polling',
        webhookSecret: null,
      })
      .where(and(eq(bots.workspaceId, workspaceId), eq(bots.id, bot.id)));
    await tx
      .update(senders)
      .set({ removedAt: now })
      .where(and(eq(senders.id, bot.id), isNull(senders.removedAt)));
    await endConnectionsOfBot(app, tx, bot, actor);
    await tx.execute(sql`delete from bot_updates where bot_id = ${bot.id}`);
    await tx.execute(sql`delete from bot_questions where bot_id = ${bot.id}`);
    await tx.execute(sql`delete from bot_posts where bot_id = ${bot.id}`);
    await tx.execute(sql`delete from bot_boards where bot_id = ${bot.id}`);
    await recordEvents(tx, [
      { workspaceId, type: 'bot.removed', at: now, actor, data: { bot_id: bot.id } },
    ]);
    await tx.execute(sql`select pg_notify(${BOTS_CHANNEL}, ${String(bot.id)})`);
  });
}
