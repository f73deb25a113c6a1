import { and, eq, sql } from 'drizzle-orm';
import type { BotProxyType } from '../../../contract/bots.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { BotError, type BotProxy } from '../../edges/telegram-bot/port.ts';
import type { Caller } from '../../feature.ts';
import { chooseProxy } from '../accounts/choose-proxy.ts';
import { sealProxy } from '../accounts/proxy-columns.ts';
import { readSettings } from '../workspace/settings.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { ownProxy, proxyPasswordContext } from './open-bot.ts';
import { openToken } from './seal-token.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Says how a bot's calls leave this machine. Stored, not tested; the bot connects anew.
 * @param proxy its own proxy; null: the workspace's default one
 */
export async function setBotProxy(
  app: App,
  { workspaceId, actor }: Caller,
  bot: Bot,
  useProxy: boolean,
  proxy: (BotProxy & { type: BotProxyType }) | null,
): Promise<void> {
  await app.database.transaction(async (tx) => {
    await tx
      .update(bots)
      .set({
        useProxy,
        ...sealProxy(app, proxy, proxyPasswordContext(bot.id)),
      })
      .where(and(eq(bots.workspaceId, workspaceId), eq(bots.id, bot.id)));
    await recordEvents(tx, [
      {
        workspaceId,
        type: 'bot.proxy_changed',
        at: app.clock.now(),
        actor,
        data: { bot_id: bot.id, use_proxy: useProxy, has_own: proxy !== null },
      },
    ]);
    await tx.execute(sql`select pg_notify(${BOTS_CHANNEL}, ${String(bot.id)})`);
  });
}

/**
 * Asks Telegram who the bot is, through the proxy it would use.
 * @returns milliseconds it took
 * @throws AppError invalid_proxy when there is none, proxy_unavailable, telegram_unavailable
 */
export async function testBotProxy(app: App, bot: Bot): Promise<number> {
  const settings = await readSettings(app, bot.workspaceId);
  const own = { useProxy: true, proxy: ownProxy(app, bot) };
  const proxy = chooseProxy<BotProxy>(own, { ...settings, proxyEnabled: true });
  if (!proxy || !bot.token) throw new AppError('invalid_proxy', texts.noProxyToTest);
  const startedAt = performance.now();
  const connection = app.ports.telegramBots.open(openToken(app, bot.id, bot.token), proxy);
  await connection.profile().catch((cause) => {
    if (!(cause instanceof BotError)) throw cause;
    if (cause.problem.code === 'mtproto_proxy')
      throw new AppError('invalid_proxy', texts.mtprotoProxy, { cause });
    if (cause.problem.kind === 'proxy_unavailable')
      throw new AppError('proxy_unavailable', texts.proxyUnavailable, { cause });
    throw new AppError('telegram_unavailable', texts.unreachable, { cause });
  });
  return Math.round(performance.now() - startedAt);
}
