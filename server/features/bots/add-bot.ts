import { and, eq, sql } from 'drizzle-orm';
import type { BotFeature } from '../../../contract/bots.ts';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { BotError, type BotProfile, type BotProxy } from '../../edges/telegram-bot/port.ts';
import type { Caller } from '../../feature.ts';
import { chooseProxy } from '../accounts/choose-proxy.ts';
import { senders } from '../senders/tables.ts';
import { homeWorkspaceId } from '../workspace/ensure-workspace.ts';
import { readSettings } from '../workspace/settings.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { hashBot, sealToken } from './seal-token.ts';
import { type Bot, bots } from './tables.ts';
import { texts } from './texts.ts';

type NewBot = { token: string; features: readonly BotFeature[] };

/**
 * Connects a bot to the workspace. A bot that is known already, also one removed earlier, takes the
 * new token.
 * @throws AppError invalid_request when Telegram doesn't know the token, already_exists when another
 * workspace has the bot, telegram_unavailable
 */
export async function addBot(app: App, caller: Caller, given: NewBot): Promise<Bot> {
  const profile = await askProfile(app, caller.workspaceId, given.token);
  return app.database.transaction((tx) => storeBot(app, tx, caller, given, profile));
}

/**
 * The bot of BOT_TOKEN, once: whoever removes it in the console has removed it. Telegram isn't asked
 * for it, so that a start doesn't wait for the network.
 */
export async function addBotOfEnvironment(app: App): Promise<void> {
  const token = app.secrets.botToken;
  if (!token) return;
  const workspaceId = await homeWorkspaceId(app);
  await app.database.transaction(async (tx) => {
    // Several processes may start at once.
    await tx.execute(sql`lock table bots in share row exclusive mode`);
    const [known] = await tx
      .select({ id: bots.id })
      .from(bots)
      .where(eq(bots.tokenHash, hashBot(token)));
    if (known) return;
    const caller = { workspaceId, actor: systemActor, language: app.config.language };
    await storeBot(app, tx, caller, { token, features: ['admin'] }, undefined);
  });
}

async function askProfile(app: App, workspaceId: number, token: string): Promise<BotProfile> {
  // Its own proxy, if it is known and has one, is looked at when it is held.
  const settings = await readSettings(app, workspaceId);
  const proxy = chooseProxy<BotProxy>({ useProxy: true, proxy: undefined }, settings);
  try {
    return await app.ports.telegramBots.open(token, proxy).profile();
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    if (error.problem.kind === 'unauthorized')
      throw new AppError('invalid_request', texts.wrongToken);
    if (error.problem.code === 'mtproto_proxy')
      throw new AppError('invalid_proxy', texts.mtprotoProxy);
    if (error.problem.kind === 'proxy_unavailable')
      throw new AppError('proxy_unavailable', texts.proxyUnavailable);
    throw new AppError('telegram_unavailable', texts.unreachable);
  }
}

async function storeBot(
  app: App,
  tx: Db,
  { workspaceId, actor }: Caller,
  { token, features }: NewBot,
  profile: BotProfile | undefined,
): Promise<Bot> {
  const tokenHash = hashBot(token);
  const [known] = await tx.select().from(bots).where(eq(bots.tokenHash, tokenHash)).for('update');
  if (known && known.workspaceId !== workspaceId)
    throw new AppError('already_exists', texts.othersBot);
  const now = app.clock.now();
  const id = known?.id ?? (await newSender(tx, workspaceId));
  const row = {
    token: sealToken(app, id, token),
    features: [...features],
    isEnabled: true,
    ...(profile && {
      telegramId: profile.telegramId,
      username: profile.username,
      name: profile.name,
    }),
  };
  const [bot] = known
    ? await tx.update(bots).set(row).where(eq(bots.id, id)).returning()
    : await tx
        .insert(bots)
        .values({ id, workspaceId, tokenHash, addedAt: now, ...row })
        .returning();
  if (!bot) throw new Error('the bot was not stored');
  await tx
    .update(senders)
    .set({ removedAt: null })
    .where(and(eq(senders.workspaceId, workspaceId), eq(senders.id, id)));
  await recordEvents(tx, [
    { workspaceId, type: 'bot.added', at: now, actor, data: { bot_id: id, features } },
  ]);
  await tx.execute(sql`select pg_notify(${BOTS_CHANNEL}, ${String(id)})`);
  return bot;
}

async function newSender(tx: Db, workspaceId: number): Promise<number> {
  const [sender] = await tx
    .insert(senders)
    .values({ workspaceId, kind: 'bot' })
    .returning({ id: senders.id });
  if (!sender) throw new Error('the sender was not stored');
  return sender.id;
}
