import { inArray, sql } from 'drizzle-orm';
import { createSystemClock } from '../../base/clock.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { createPace, type HeldBots } from '../../held-bots.ts';
import { BOTS_CHANNEL } from './bots-channel.ts';
import { startDoingUpdates } from './do-updates.ts';
import { type HeldBot, listenToBot } from './listen-to-bot.ts';
import { startRefreshingBoards } from './refresh-boards.ts';
import { startSayingPosts } from './say-posts.ts';
import { openToken } from './seal-token.ts';
import { type Bot, bots } from './tables.ts';
import type { Talks } from './talks.ts';

const CLAIM_EVERY_MS = 2_000;
const CLAIM_BATCH = 50;

type Listening = { held: HeldBot; stop(): Promise<void> };

/**
 * Holds the bots that no other process holds: hears what happens to them, and does what that asks
 * for. A bot, like an account, is held by one process at a time.
 */
export async function startHoldingBots(app: App, talks: Talks, held: HeldBots): Promise<Runner[]> {
  const open = new Map<number, Listening>();
  /** A new token, or other features: what is open begins anew. */
  const changed = new Set<number>();
  const updates = await startDoingUpdates(app, talks, () =>
    [...open.values()].map(({ held: bot }) => bot),
  );

  const close = async (id: number) => {
    const listening = open.get(id);
    open.delete(id);
    held.remove(id);
    await listening?.stop();
  };
  const ensure = (bot: Bot, fence: number) => {
    if (!bot.token || open.get(bot.id)?.held.fence === fence) return;
    const connection = app.ports.telegramBots.open(openToken(app, bot.id, bot.token));
    const { id, workspaceId } = bot;
    const opened = { id, workspaceId, fence, connection, pace: createPace(), bot };
    open.set(id, { held: opened, stop: listenToBot(app, talks, opened, updates.wake) });
    held.add(opened);
    updates.wake();
  };

  const loop = startLoop({
    name: 'hold bots',
    // How long a lease lives is physical time: it does not follow the clock of a sandbox.
    clock: createSystemClock(),
    log: app.log,
    everyMs: CLAIM_EVERY_MS,
    run: async () => {
      if (!app.worker.isAlive()) return false;
      for (const id of changed) {
        changed.delete(id);
        await renew(app, id, open, held);
      }
      const claimed = await claimBots(app);
      const wanted = await findWanted(app);
      const fences = new Map(wanted.map(({ id, fence }) => [id, fence]));
      for (const [id, { held: bot }] of open) if (fences.get(id) !== bot.fence) await close(id);
      await letGo(app);
      const missing = [...fences.keys()].filter((id) => !open.has(id));
      if (missing.length > 0)
        for (const bot of await app.db.select().from(bots).where(inArray(bots.id, missing)))
          ensure(bot, fences.get(bot.id) ?? 0);
      return claimed === CLAIM_BATCH;
    },
  });
  const unlisten = await app.database.listen(BOTS_CHANNEL, (id) => {
    if (id !== '') changed.add(Number(id));
    loop.wake();
  });
  app.worker.onLost(() => void Promise.all([...open.keys()].map(close)));
  return [
    updates,
    await startSayingPosts(app, held),
    startRefreshingBoards(app, talks, held),
    {
      name: loop.name,
      drain: loop.drain,
      async stop() {
        await unlisten();
        await loop.stop();
        await Promise.all([...open.keys()].map(close));
      },
    },
  ];
}

/** Closes a bot that was changed; it is claimed again with a fence of its own. */
async function renew(
  app: App,
  id: number,
  open: Map<number, Listening>,
  held: HeldBots,
): Promise<void> {
  const listening = open.get(id);
  if (!listening) return;
  open.delete(id);
  held.remove(id);
  await listening.stop();
  await app.db.execute(sql`
    update senders set worker_id = null where id = ${id} and fence = ${listening.held.fence}`);
}

/** Takes bots that no living process holds. The fence grows, so the former holder shows. */
async function claimBots(app: App): Promise<number> {
  const rows = await selectRows(
    app.db,
    { id: int },
    sql`
      update senders set worker_id = ${app.worker.id}, fence = fence + 1
      where id in (
        select s.id from senders s
        join bots b on b.id = s.id
        left join workers w on w.id = s.worker_id and w.expires_at > now()
        where w.id is null and s.removed_at is null and b.is_enabled and b.token is not null
        limit ${CLAIM_BATCH} for update of s skip locked)
      returning id`,
  );
  return rows.length;
}

function findWanted(app: App): Promise<{ id: number; fence: number }[]> {
  return selectRows(
    app.db,
    { id: int, fence: int },
    sql`
      select s.id, s.fence from senders s join bots b on b.id = s.id
      where s.worker_id = ${app.worker.id} and s.removed_at is null
        and b.is_enabled and b.token is not null`,
  );
}

async function letGo(app: App): Promise<void> {
  await app.db.execute(sql`
    update senders s set worker_id = null from bots b
    where b.id = s.id and s.worker_id = ${app.worker.id}
      and (s.removed_at is not null or not b.is_enabled or b.token is null)`);
}
