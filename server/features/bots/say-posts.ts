import { eq, sql } from 'drizzle-orm';
import { at, jsonRows } from '../../base/db/columns.ts';
import { int, json, nullable, selectRow, selectRows, time } from '../../base/db/rows.ts';
import { type Loop, startLoop } from '../../base/loop.ts';
import { wokenBy } from '../../base/woken-loop.ts';
import type { App } from '../../context.ts';
import { BotError } from '../../edges/telegram-bot/port.ts';
import type { HeldBots, OpenBot } from '../../held-bots.ts';
import { tellTeam } from '../messages/tell-team.ts';
import { POSTS_CHANNEL } from './post-to-operator.ts';
import { botPosts, type PostWords } from './tables.ts';

const LOOK_EVERY_MS = 5_000;
/** So many chats are looked at in one pass. */
const CHATS = 200;
const MOST_TRIES = 6;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** What nobody could be told for so long isn't news any more. */
const STALE_MS = 24 * 3_600_000;
/** So long it is remembered that something was said, so that it isn't said again. */
const KEPT_MS = 7 * 24 * 3_600_000;
const CLEAR_EVERY_MS = 3_600_000;

type Post = {
  id: number;
  workspaceId: number;
  botId: number;
  chatId: number;
  words: PostWords | null;
  tries: number;
  createdAt: Date;
};

/** Says what waits for operators, in each chat in order, as fast as Telegram's limits allow. */
export async function startSayingPosts(app: App, bots: HeldBots): Promise<Loop> {
  let clearAt = 0;
  const loop = startLoop({
    name: 'bot posts',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive() || bots.list().length === 0) return false;
      const now = app.clock.now();
      if (now.getTime() >= clearAt) {
        clearAt = now.getTime() + CLEAR_EVERY_MS;
        await forgetDone(app, now);
      }
      const posts = (await findDue(app, bots, now)).filter(
        ({ botId, chatId }) => (bots.get(botId)?.pace.freeAt(chatId, now) ?? now) <= now,
      );
      // All of a second's worth would be taken by the first few otherwise.
      const said = await Promise.all(
        posts.map((post) => {
          const bot = bots.get(post.botId);
          if (!bot || bot.pace.freeAt(post.chatId, now) > now) return false;
          bot.pace.take(post.chatId, now);
          return sayPost(app, bot, post);
        }),
      );
      return said.includes(true);
    },
    nextAt: async () => (bots.list().length > 0 ? nextDue(app, bots) : undefined),
  });
  bots.onOpen(loop.wake);
  return wokenBy(app.database, POSTS_CHANNEL, loop);
}

const holdings = (bots: HeldBots) => jsonRows(bots.list().map(({ id, fence }) => ({ id, fence })));

/** The first post of every chat, if it is due: those behind it wait for it. */
function findDue(app: App, bots: HeldBots, now: Date): Promise<Post[]> {
  return selectRows(
    app.db,
    {
      id: int,
      workspaceId: int,
      botId: int,
      chatId: int,
      words: nullable(json<PostWords>()),
      tries: int,
      createdAt: time,
    },
    sql`
      select p.id, p.workspace_id as "workspaceId", p.bot_id as "botId", p.chat_id as "chatId",
        p.words, p.tries, p.created_at as "createdAt"
      from (
        select distinct on (p.bot_id, p.chat_id) p.* from bot_posts p
        join jsonb_to_recordset(${holdings(bots)}) as h(id bigint, fence bigint) on h.id = p.bot_id
        where p.done_at is null order by p.bot_id, p.chat_id, p.id) p
      where p.due_at <= ${at(now)}
      order by p.id limit ${CHATS}`,
  );
}

async function nextDue(app: App, bots: HeldBots): Promise<Date | undefined> {
  const rows = await selectRows(
    app.db,
    { botId: int, chatId: int, dueAt: time },
    sql`
      select distinct on (p.bot_id, p.chat_id) p.bot_id as "botId", p.chat_id as "chatId",
        p.due_at as "dueAt"
      from bot_posts p
      join jsonb_to_recordset(${holdings(bots)}) as h(id bigint, fence bigint) on h.id = p.bot_id
      where p.done_at is null order by p.bot_id, p.chat_id, p.id limit ${CHATS}`,
  );
  const moments = rows.map(({ botId, chatId, dueAt }) => {
    const free = bots.get(botId)?.pace.freeAt(chatId, app.clock.now());
    return Math.max(dueAt.getTime(), free?.getTime() ?? 0);
  });
  return moments.length === 0 ? undefined : new Date(Math.min(...moments));
}

/** @returns whether the post is done with, so that the next one of its chat may follow */
async function sayPost(app: App, bot: OpenBot, post: Post): Promise<boolean> {
  const { words, workspaceId, chatId } = post;
  const now = app.clock.now();
  if (!words) return settle(app, post, 'empty');
  if (post.tries >= MOST_TRIES) return settle(app, post, 'too_many_tries');
  if (now.getTime() - post.createdAt.getTime() > STALE_MS) return settle(app, post, 'too_late');
  if (!(await takeUp(app, bot, post))) return false;
  try {
    await tellTeam(app, bot.connection, { workspaceId, chatId }, words);
    return await settle(app, post, null);
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const { problem } = error;
    if (problem.kind === 'blocked' || problem.kind === 'refused') {
      app.log.warn({ bot: bot.id, post: post.id, code: problem.code }, 'an operator is not told');
      return settle(app, post, problem.code.slice(0, 200));
    }
    const waits = problem.kind === 'flood_wait' ? problem.seconds * 1_000 : retryMs(post.tries);
    const until = new Date(now.getTime() + waits);
    bot.pace.hold(chatId, until);
    // To be asked to wait is no failure of the post's.
    const tries = problem.kind === 'flood_wait' ? post.tries : post.tries + 1;
    await app.db.update(botPosts).set({ dueAt: until, tries }).where(eq(botPosts.id, post.id));
    return false;
  }
}

/** Counts the try before it is made: a post that ends its process isn't tried for ever. */
async function takeUp(app: App, bot: OpenBot, { id }: Post): Promise<boolean> {
  const taken = await selectRow(
    app.db,
    { id: int },
    sql`
      update bot_posts p set tries = p.tries + 1 from senders s
      where p.id = ${id} and p.done_at is null and s.id = ${bot.id} and s.fence = ${bot.fence}
      returning p.id`,
  );
  return taken !== undefined;
}

/** Said or given up, its words are forgotten. */
async function settle(app: App, { id }: Post, droppedBecause: string | null): Promise<boolean> {
  await app.db
    .update(botPosts)
    .set({ words: null, contactId: null, doneAt: app.clock.now(), droppedBecause })
    .where(eq(botPosts.id, id));
  return true;
}

const retryMs = (tries: number) => Math.min(FIRST_RETRY_MS * 2 ** tries, LONGEST_RETRY_MS);

async function forgetDone(app: App, now: Date): Promise<void> {
  await app.db.execute(sql`
    delete from bot_posts where id in (
      select id from bot_posts where done_at < ${at(new Date(now.getTime() - KEPT_MS))}
      order by done_at limit 1000)`);
}
