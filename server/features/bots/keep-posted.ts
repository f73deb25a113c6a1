import { timingSafeEqual } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { hashToken } from '../../base/crypto.ts';
import { at } from '../../base/db/columns.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { BOT_UPDATES_CHANNEL } from './bots-channel.ts';
import { openWebhookSecret } from './seal-token.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';

/** What the last answer to polling held may be posted once more, since nothing confirmed it. */
const LAST_BATCHES = 1_000;

/**
 * The bot that Telegram posts to, if it is Telegram.
 * @throws AppError unauthorized, whatever is wrong
 */
export async function findPostedBot(app: App, id: string, secret: unknown): Promise<Bot> {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  const [bot] = await app.db.select().from(bots).where(eq(bots.id, number));
  const sealed = bot?.token && bot.mode === 'webhook' && bot.isEnabled ? bot.webhookSecret : null;
  const isIt =
    bot &&
    sealed &&
    typeof secret === 'string' &&
    timingSafeEqual(hashToken(openWebhookSecret(app, bot.id, sealed)), hashToken(secret));
  if (!isIt) throw new AppError('unauthorized', texts.notTelegram);
  return bot;
}

/**
 * Keeps what Telegram posts, once, before it is told so; whoever holds the bot does it. An answer of
 * ours may get lost, and Telegram posts the same again.
 */
export async function keepPosted(app: App, bot: Bot, update: { update_id: number }): Promise<void> {
  const body = app.ports.telegramBots.readPosted(update);
  if (!body) return;
  const { id, workspaceId } = bot;
  const now = at(app.clock.now());
  await app.db.execute(sql`
    with fresh as (
      insert into bot_posted_updates (workspace_id, bot_id, update_id, posted_at)
      select ${workspaceId}, ${id}, ${update.update_id}::bigint, ${now} from bots
      where id = ${id} and not (heard_to >= ${update.update_id}::bigint
        and heard_to < ${update.update_id + LAST_BATCHES}::bigint)
      on conflict (bot_id, update_id) do nothing
      returning bot_id),
    stored as (
      insert into bot_updates (workspace_id, bot_id, update_id, body, heard_at)
      select ${workspaceId}, bot_id, ${update.update_id}::bigint, ${JSON.stringify(body)}::jsonb, ${now}
      from fresh
      on conflict (bot_id, update_id) do nothing
      returning bot_id)
    select pg_notify(${BOT_UPDATES_CHANNEL}, bot_id::text) from stored`);
}
