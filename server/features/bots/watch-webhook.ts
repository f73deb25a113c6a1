import { and, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { App } from '../../context.ts';
import { type BotConnection, BotError } from '../../edges/telegram-bot/port.ts';
import { openWebhookSecret } from './seal-token.ts';
import { type Bot, botPostedUpdates, bots } from './tables.ts';
import { webhookAddress } from './webhook-address.ts';

/** An error of Telegram's posting that is older, with nothing waiting, is over. */
const ERROR_FRESH_MS = 5 * 60_000;
/** Telegram gives an update up after a day. */
const POSTS_KEPT_MS = 2 * 86_400_000;

/** What a held bot is, as far as this goes. */
type Watched = { id: number; fence: number; bot: Bot; connection: BotConnection };

/**
 * Has Telegram post to this server, or lets go of a webhook of ours: what waits at Telegram comes the
 * new way.
 * @throws BotError
 */
export async function settleMode(app: App, { bot, connection }: Watched): Promise<void> {
  if (bot.mode === 'webhook') return setWebhook(app, { bot, connection });
  if (!bot.webhookSecret) return;
  await connection.deleteWebhook();
  await app.db
    .update(bots)
    .set({ webhookSecret: null })
    .where(and(eq(bots.id, bot.id), eq(bots.mode, 'polling'), isNotNull(bots.webhookSecret)));
}

async function setWebhook(app: App, { bot, connection }: Pick<Watched, 'bot' | 'connection'>) {
  const address = webhookAddress(app, bot.id);
  if (!address || !bot.webhookSecret)
    throw new BotError({ kind: 'refused', code: 'PUBLIC_URL is none that Telegram posts to' });
  await connection.setWebhook(address, openWebhookSecret(app, bot.id, bot.webhookSecret));
}

/**
 * Looks how Telegram fares with its posting, and shows what it complains of. Should somebody else
 * have taken the webhook, it is taken back.
 * @throws BotError
 */
export async function lookAtWebhook(app: App, held: Watched): Promise<void> {
  const { id, fence, connection } = held;
  const { url, waiting, lastError } = await connection.webhook();
  if (url !== webhookAddress(app, id)) await setWebhook(app, held);
  const now = app.clock.now();
  const isFresh =
    lastError && (waiting > 0 || now.getTime() - lastError.at.getTime() < ERROR_FRESH_MS);
  const said = isFresh ? lastError : undefined;
  await app.db.execute(sql`
    update bots b set last_error = ${said?.message ?? null}::text,
      last_error_at = ${said?.at.toISOString() ?? null}::timestamptz
    from senders s where b.id = ${id} and s.id = b.id and s.fence = ${fence}`);
  const before = new Date(now.getTime() - POSTS_KEPT_MS);
  await app.db
    .delete(botPostedUpdates)
    .where(and(eq(botPostedUpdates.botId, id), lt(botPostedUpdates.postedAt, before)));
}
