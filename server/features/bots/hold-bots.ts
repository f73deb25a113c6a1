import { inArray, sql } from 'drizzle-orm';
import { createSystemClock } from '../../base/clock.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { createPace, type HeldBots } from '../../held-bots.ts';
import type { HeldSenders } from '../../held-senders.ts';
import { BUSINESS_CHANNEL } from '../business/business-channel.ts';
import { SETTINGS_CHANNEL } from '../workspace/settings.ts';
import { BOT_UPDATES_CHANNEL, BOTS_CHANNEL } from './bots-channel.ts';
import { startDoingUpdates } from './do-updates.ts';
import { dropBusiness, holdBusiness } from './hold-business.ts';
import { type HeldBot, listenToBot } from './listen-to-bot.ts';
import { openBot, proxyOfBot, recipeOf } from './open-bot.ts';
import { startRefreshingBoards } from './refresh-boards.ts';
import { startSayingPosts } from './say-posts.ts';
import { type Bot, bots } from './tables.ts';
import type { Talks } from './talks.ts';

const CLAIM_EVERY_MS = 2_000;
const CLAIM_BATCH = 50;

type Listening = { held: HeldBot; stop(): Promise<void> };

/**
 * Holds the bots that no other process holds: hears what happens to them, and does what that asks
 * for. A bot, like an account, is held by one process at a time.
 */
export async function startHoldingBots(
  app: App,
  senders: HeldSenders,
  talks: Talks,
  held: HeldBots,
): Promise<Runner[]> {
  const open = new Map<number, Listening>();
  /** A new token, or other features: what is open begins anew. */
  const changed = new Set<number>();
  /** Proxies may have been switched on or off. */
  let areSettingsChanged = false;
  const updates = await startDoingUpdates(app, talks, () =>
    [...open.values()].map(({ held: bot }) => bot),
  );

  const close = async (id: number) => {
    const listening = open.get(id);
    open.delete(id);
    held.remove(id);
    await listening?.stop();
  };
  /** Closes a bot that was changed; it is claimed again with a fence of its own. */
  const renew = async (id: number) => {
    const fence = open.get(id)?.held.fence;
    if (fence === undefined) return;
    await close(id);
    await app.db.execute(sql`
      update senders set worker_id = null where id = ${id} and fence = ${fence}`);
  };
  const ensure = async (bot: Bot, fence: number) => {
    if (open.get(bot.id)?.held.fence === fence) return;
    const opened = await openBot(app, bot);
    if (!opened) return;
    const { id, workspaceId } = bot;
    const hold = { id, workspaceId, fence, pace: createPace(), bot, ...opened };
    open.set(id, { held: hold, stop: listenToBot(app, talks, hold, updates.wake) });
    held.add(hold);
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
      if (areSettingsChanged) {
        areSettingsChanged = false;
        for (const id of await findRerouted(app, open)) changed.add(id);
      }
      for (const id of changed) {
        changed.delete(id);
        await renew(id);
      }
      const claimed = await claimBots(app);
      const wanted = await findWanted(app);
      const fences = new Map(wanted.map(({ id, fence }) => [id, fence]));
      for (const [id, { held: bot }] of open) if (fences.get(id) !== bot.fence) await close(id);
      await letGo(app);
      const missing = [...fences.keys()].filter((id) => !open.has(id));
      if (missing.length > 0)
        for (const bot of await app.db.select().from(bots).where(inArray(bots.id, missing)))
          await ensure(bot, fences.get(bot.id) ?? 0);
      await holdBusiness(app, senders, new Map([...open].map(([id, { held }]) => [id, held])));
      return claimed === CLAIM_BATCH;
    },
  });
  const unlisten = await app.database.listen(BOTS_CHANNEL, (id) => {
    if (id !== '') changed.add(Number(id));
    loop.wake();
  });
  const unlistenSettings = await app.database.listen(SETTINGS_CHANNEL, () => {
    areSettingsChanged = true;
    loop.wake();
  });
  const unlistenPosts = await app.database.listen(BOT_UPDATES_CHANNEL, () => updates.wake());
  const unlistenBusiness = await app.database.listen(BUSINESS_CHANNEL, loop.wake);
  app.worker.onLost(() => {
    dropBusiness(senders);
    void Promise.all([...open.keys()].map(close));
  });
  return [
    updates,
    await startSayingPosts(app, held),
    startRefreshingBoards(app, talks, held),
    {
      name: loop.name,
      drain: loop.drain,
      async stop() {
        await Promise.all([unlisten(), unlistenSettings(), unlistenPosts(), unlistenBusiness()]);
        await loop.stop();
        dropBusiness(senders);
        await Promise.all([...open.keys()].map(close));
      },
    },
  ];
}

/** Those that are to be reached another way than they are. */
async function findRerouted(app: App, open: ReadonlyMap<number, Listening>): Promise<number[]> {
  const rerouted: number[] = [];
  for (const [id, { held }] of open)
    if (recipeOf(app, await proxyOfBot(app, held.bot)) !== held.recipe) rerouted.push(id);
  return rerouted;
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
