import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { int, nullable, selectRow, text } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { BotError, type BotProfile, type BotUpdate } from '../../edges/telegram-bot/port.ts';
import type { OpenBot } from '../../held-bots.ts';
import { showMenus } from './menus.ts';
import type { Bot } from './tables.ts';
import type { Talks } from './talks.ts';
import { lookAtWebhook, settleMode } from './watch-webhook.ts';

/** A bot this process holds under a lease. */
export type HeldBot = OpenBot & {
  usesProxy: boolean;
  /** What it was opened with; another one when it is to be reached another way. */
  recipe: string;
  /** As it stood when it was opened; a change opens it anew. */
  bot: Bot;
};

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
const LOOK_AT_WEBHOOK_MS = 60_000;
/** A token that Telegram refuses is tried again now and then: it may have been a mistake of theirs. */
const REFUSED_RETRY_MS = 5 * 60_000;

/**
 * Keeps asking Telegram what happened to a bot, and stores it before Telegram may forget it. Of a bot
 * in webhook mode it only keeps looking how Telegram fares with its posting.
 * @param onHeard something was stored
 * @returns how to stop
 */
export function listenToBot(
  app: App,
  talks: Talks,
  held: HeldBot,
  onHeard: () => void,
): () => Promise<void> {
  const { bot } = held;
  const ending = new AbortController();
  const { signal } = ending;
  const listening = (async () => {
    let heardTo = bot.heardTo;
    let isIntroduced = false;
    let failures = 0;
    while (!signal.aborted && app.worker.isAlive()) {
      try {
        if (!isIntroduced) await introduce(app, talks, held);
        isIntroduced = true;
        if (bot.mode === 'webhook') {
          await lookAtWebhook(app, held);
          failures = 0;
          await pause(LOOK_AT_WEBHOOK_MS, undefined, { signal });
          continue;
        }
        const { updates, last } = await held.connection.hear(heardTo, signal);
        if (last > heardTo && !(await keepUpdates(app, held, updates, last))) return;
        heardTo = last;
        if (updates.length > 0) onHeard();
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        // What is shown as failed is shown as online again when it is.
        isIntroduced = false;
        await noteFailure(app, held, error);
        await pause(pauseAfter(error, failures), undefined, { signal }).catch(() => {});
      }
    }
  })().catch((error) => app.log.error({ err: error, bot: held.id }, 'listening to a bot ended'));
  return async () => {
    ending.abort();
    await listening;
  };
}

/** Who the bot is now, and what its menus show. */
async function introduce(app: App, talks: Talks, held: HeldBot): Promise<void> {
  const profile = await held.connection.profile();
  await settleMode(app, held);
  await noteOnline(app, held, profile);
  await showMenus(app, talks, held.bot, held.connection);
}

/** @returns false when another process holds the bot by now */
async function keepUpdates(
  app: App,
  { id, workspaceId, fence }: HeldBot,
  updates: readonly BotUpdate[],
  last: number,
): Promise<boolean> {
  const rows = updates.map((body) => ({ update_id: body.updateId, body }));
  const kept = await selectRow(
    app.db,
    { id: int },
    sql`
      with holder as (
        update bots b set heard_to = ${last} from senders s
        where b.id = ${id} and s.id = b.id and s.fence = ${fence} and b.token is not null
        returning b.id),
      stored as (
        insert into bot_updates (workspace_id, bot_id, update_id, body, heard_at)
        select ${workspaceId}, holder.id, u.update_id, u.body,
          ${app.clock.now().toISOString()}::timestamptz
        from holder, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as u(update_id bigint, body jsonb)
        -- posted before the bot was asked to poll, though Telegram never learnt that it arrived
        where not exists (
          select from bot_posted_updates p where p.bot_id = holder.id and p.update_id = u.update_id)
        order by u.update_id
        on conflict (bot_id, update_id) do nothing)
      select id from holder`,
  );
  return kept !== undefined;
}

async function noteOnline(app: App, { id, fence }: HeldBot, profile: BotProfile): Promise<void> {
  await app.db.execute(sql`
    update bots b set connection = 'online', last_error = null, last_error_at = null,
      telegram_id = ${profile.telegramId}, username = ${profile.username}, name = ${profile.name}
    from senders s where b.id = ${id} and s.id = b.id and s.fence = ${fence}`);
}

async function noteFailure(
  app: App,
  { id, workspaceId, fence }: HeldBot,
  error: unknown,
): Promise<void> {
  if (!(error instanceof BotError))
    app.log.error({ err: error, bot: id }, 'what a bot heard could not be kept');
  const reason = error instanceof BotError ? error.problem.code : 'internal';
  await app.database
    .transaction(async (tx) => {
      const at = app.clock.now();
      const failed = await selectRow(
        tx,
        { had: nullable(text) },
        sql`
          with before as (select last_error from bots where id = ${id})
          update bots b set connection = 'failed', last_error = ${reason},
            last_error_at = ${at.toISOString()}::timestamptz
          from senders s where b.id = ${id} and s.id = b.id and s.fence = ${fence}
          returning (select last_error from before) as had`,
      );
      if (!failed || failed.had === reason || !needsPerson(error)) return;
      const data = { bot_id: id, reason };
      await recordEvents(tx, [{ workspaceId, type: 'bot.failed', at, data }]);
    })
    .catch((cause) => app.log.error({ err: cause, bot: id }, 'a failure could not be noted'));
}

/** What Telegram being out of reach for a while is not: that passes by itself. */
function needsPerson(error: unknown): boolean {
  return error instanceof BotError && ['unauthorized', 'conflict'].includes(error.problem.kind);
}

function pauseAfter(error: unknown, failures: number): number {
  if (error instanceof BotError) {
    const { problem } = error;
    if (problem.kind === 'unauthorized') return REFUSED_RETRY_MS;
    if (problem.kind === 'flood_wait') return problem.seconds * 1_000;
  }
  return Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
}
