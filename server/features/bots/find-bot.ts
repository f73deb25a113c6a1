import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { botView } from '../../../contract/bots.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';

/** A workspace has a handful. */
const MOST_BOTS = 100;

/** @throws AppError not_found */
export async function findBot(db: Db, workspaceId: number, id: number): Promise<Bot> {
  const [bot] = await db
    .select()
    .from(bots)
    .where(and(eq(bots.workspaceId, workspaceId), eq(bots.id, id), isNotNull(bots.token)));
  if (!bot) throw new AppError('not_found', texts.noBot);
  return bot;
}

/** The bots of a workspace, the first one first. */
export function listBots(app: App, workspaceId: number): Promise<Bot[]> {
  return app.db
    .select()
    .from(bots)
    .where(and(eq(bots.workspaceId, workspaceId), isNotNull(bots.token)))
    .orderBy(asc(bots.id))
    .limit(MOST_BOTS);
}

/** Bots as the API shows them. */
export async function viewBots(
  app: App,
  workspaceId: number,
  found: readonly Bot[],
): Promise<z.output<typeof botView>[]> {
  const counts = await selectRows(
    app.db,
    { id: int, people: int },
    sql`
      select bot_id as id, count(*) as people from bot_subscribers
      where workspace_id = ${workspaceId} and blocked_at is null group by bot_id`,
  );
  const people = new Map(counts.map((row) => [row.id, row.people]));
  return found.map((bot) => ({
    id: bot.id,
    telegram_id: bot.telegramId,
    username: bot.username,
    name: bot.name,
    features: bot.features,
    enabled: bot.isEnabled,
    mode: bot.mode,
    use_proxy: bot.useProxy,
    proxy_type: bot.proxyType,
    proxy_host: bot.proxyHost,
    proxy_port: bot.proxyPort,
    proxy_user: bot.proxyUser,
    proxy_pass_set: bot.proxyPassword !== null,
    connection: bot.isEnabled ? bot.connection : 'offline',
    last_error: bot.lastError,
    last_error_at: bot.lastErrorAt?.toISOString() ?? null,
    subscribers: people.get(bot.id) ?? 0,
    added_at: bot.addedAt.toISOString(),
  }));
}
