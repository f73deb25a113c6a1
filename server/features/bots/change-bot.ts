import { and, eq, sql } from 'drizzle-orm';
import type { BotFeature, BotMode } from '../../../contract/bots.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { newWebhookSecret } from './seal-token.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';
import { webhookAddress } from './webhook-address.ts';

/**
 * @param change what is left out stays; how it hears is changed by whoever holds it
 * @throws AppError not_found, invalid_request when Telegram can't post to this server
 */
export async function changeBot(
  app: App,
  caller: Caller,
  bot: Bot,
  change: {
    features?: readonly BotFeature[] | undefined;
    enabled?: boolean | undefined;
    mode?: BotMode | undefined;
    use_proxy?: boolean | undefined;
  },
): Promise<Bot> {
  const { workspaceId, actor } = caller;
  if (change.mode === 'webhook' && !webhookAddress(app, bot.id))
    throw new AppError('invalid_request', texts.noWebhook);
  const mode = change.mode ?? bot.mode;
  return app.database.transaction(async (tx) => {
    const [changed] = await tx
      .update(bots)
      .set({
        features: [...(change.features ?? bot.features)],
        isEnabled: change.enabled ?? bot.isEnabled,
        mode,
        useProxy: change.use_proxy ?? bot.useProxy,
        ...(mode === 'webhook' &&
          !bot.webhookSecret && { webhookSecret: newWebhookSecret(app, bot.id) }),
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
        data: {
          bot_id: bot.id,
          features: changed.features,
          enabled: changed.isEnabled,
          mode: changed.mode,
          use_proxy: changed.useProxy,
        },
      },
    ]);
    await tx.execute(sql`select pg_notify(${BOTS_CHANNEL}, ${String(bot.id)})`);
    return changed;
  });
}
