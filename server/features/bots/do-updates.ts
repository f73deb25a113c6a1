import { setTimeout as pause } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { int, json, selectRows } from '../../base/db/rows.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { BotUpdate } from '../../edges/telegram-bot/port.ts';
import { answerUpdate, giveUp } from './answer-update.ts';
import { createChatQueues } from './chat-queues.ts';
import type { HeldBot } from './listen-to-bot.ts';
import { botUpdates } from './tables.ts';
import type { Talks } from './talks.ts';
import { type Rest, Stopping } from './wait-out.ts';

/** Should a wake-up get lost, it is looked this often. */
const LOOK_EVERY_MS = 5_000;
const BATCH = 100;
/** So many updates are taken up at once; those of one chat are done one after another. */
const MOST_AT_WORK = 200;
/** What the database could not do now it may do then. */
const AGAIN_AFTER_MS = 1_000;
/** An update that was taken up so often is given up. */
const MOST_TRIES = 3;

type Taken = { id: number; botId: number; tries: number; body: BotUpdate };

/**
 * Does what stored updates ask for. What a process that died had begun with is begun again by the
 * next holder: what an update leads to must bear that.
 */
export async function startDoingUpdates(
  app: App,
  talks: Talks,
  heldBots: () => HeldBot[],
): Promise<Loop> {
  const chats = createChatQueues(app.clock);
  let atWork = 0;
  let ended = 0;

  const enqueue = (held: HeldBot, taken: Taken) => {
    atWork += 1;
    const work = (rest: Rest) =>
      doUpdate(app, talks, held, taken, rest)
        .catch(async (error) => {
          // The next holder does it.
          if (error instanceof Stopping) return;
          app.log.error({ err: error, update: taken.id }, 'an update is taken up again');
          await pause(AGAIN_AFTER_MS);
          await app.db.update(botUpdates).set({ fence: null }).where(eq(botUpdates.id, taken.id));
          loop.wake();
        })
        .catch((error) => app.log.error({ err: error, update: taken.id }, 'an update was left'));
    void chats.add(`${held.id}:${taken.body.chatId}`, work).finally(() => {
      atWork -= 1;
      ended += 1;
      if (atWork === MOST_AT_WORK - 1) loop.wake();
    });
  };

  const loop = startLoop({
    name: 'bot updates',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      const room = MOST_AT_WORK - atWork;
      if (room <= 0 || !app.worker.isAlive()) return false;
      const held = new Map(heldBots().map((bot) => [bot.id, bot]));
      if (held.size === 0) return false;
      const taken = await takeUpdates(app, [...held.values()], Math.min(BATCH, room));
      for (const update of taken) {
        const bot = held.get(update.botId);
        if (bot) enqueue(bot, update);
      }
      return taken.length === BATCH;
    },
  });
  return {
    name: loop.name,
    wake: loop.wake,
    async drain() {
      // There may have been no room for all that wait.
      let before: number;
      do {
        before = ended;
        await loop.drain();
        await chats.quiet();
      } while (ended !== before);
    },
    async stop() {
      await loop.stop();
      await chats.stop();
    },
  };
}

/** Takes what this holding of the bots hasn't taken yet, the oldest first. */
async function takeUpdates(app: App, held: readonly HeldBot[], limit: number): Promise<Taken[]> {
  const holdings = JSON.stringify(held.map(({ id, fence }) => ({ id, fence })));
  const rows = await selectRows(
    app.db,
    { id: int, botId: int, tries: int, body: json<BotUpdate>() },
    sql`
      update bot_updates u set fence = h.fence, tries = u.tries + 1
      from jsonb_to_recordset(${holdings}::jsonb) as h(id bigint, fence bigint)
      where u.bot_id = h.id and u.id in (
        select n.id from jsonb_to_recordset(${holdings}::jsonb) as b(id bigint, fence bigint)
        cross join lateral (
          select id from bot_updates
          where bot_id = b.id and fence is distinct from b.fence
          order by id limit ${limit} for update skip locked) n
        order by n.id limit ${limit})
      returning u.id, u.bot_id as "botId", u.tries, u.body`,
  );
  return rows.sort((a, b) => a.id - b.id);
}

/** Done with, it is forgotten: it holds what people wrote. */
async function doUpdate(
  app: App,
  talks: Talks,
  held: HeldBot,
  taken: Taken,
  rest: Rest,
): Promise<void> {
  if (taken.tries > MOST_TRIES) await giveUp(app, held, taken.body, rest);
  else await answerUpdate(app, talks, held, taken.body, rest);
  await app.db.delete(botUpdates).where(eq(botUpdates.id, taken.id));
}
