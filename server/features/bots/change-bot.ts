import { and, eq, sql } from 'drizzle-orm';
import type { BotFeature } from '../../../contract/bots.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';

/** @param change what is left out stays @throws AppError not_found */
export async function changeBot(
  app: App,
  caller: Caller,
  bot: Bot,
  change: { features?: readonly BotFeature[] | undefined; enabled?: boolean | undefined },
): Promise<Bot> {
  const { workspaceId, actor } = caller;
  return app.database.transaction(async (tx) => {
    const [changed] = await tx
      .update(bots)
      .set({
        features: [...(change.features ?? bot.features)],
        isEnabled: change.enabled ?? bot.isEnabled,
      })
      .where(and(eq(bots.workspaceId, workspaceId), eq(bots.id, bot.id)))
      .returning();
    if (!changed) throw new AppError('not_found', texts.noBot);
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'bot.changed',
        at: app.clock.now(),
        actor,
        data: { bot_id: bot.id, features: changed.features, enabled: changed.isEnabled },
      },
    ]);
    await tx.execute(sql`select pg_notify(${BOTS_CHANNEL}, ${String(bot.id)})`);
    return changed;
  });
}
