import { sql } from 'drizzle-orm';
import type { Emulator } from '../emulator/start-emulator.ts';
import type { MovableClock } from '../server/base/clock.ts';
import { int, selectRow, selectRows } from '../server/base/db/rows.ts';
import type { App } from '../server/context.ts';
import { nextMoment } from './next-moment.ts';
import { countHeard, settle, waitUntilHeard } from './settle.ts';

/** What was written over a socket arrives within so long, or something is wrong. */
const HEARING_MS = 30_000;

/** A server and a box in one process, both clocks standing still at the same moment. */
export type Theatre = {
  app: App;
  drain(): Promise<void>;
  clock: MovableClock;
  box: Emulator;
};

export type PlayOptions = {
  workspaceId: number;
  campaignId: number;
  /** The least that time moves at once: what falls into it is seen to together. */
  stepMs: number;
  /** No step goes beyond the last moment before somebody's hours end. */
  edgeAfter?: (now: number) => number | undefined;
  /** The clock doesn't go beyond. */
  until: Date;
  /** Real time that it may take. */
  limitMs: number;
  /** Told after each step. */
  onStep?: (now: Date) => void | Promise<void>;
};

/** As often as a campaign looks whether it is over. */
const LAST_LOOK_MS = 11 * 60_000;

/**
 * done: the campaign is over; waiting: what is left waits for operators; paused: it stopped by
 * itself; horizon: `until` came first; late: the real time was up.
 */
export type Ending = 'done' | 'waiting' | 'paused' | 'horizon' | 'late';

/**
 * Lets a running campaign run: goes from one due moment to the next, people first, then the server.
 * @throws Error when a message of somebody isn't heard
 */
export async function playCampaign(theatre: Theatre, options: PlayOptions): Promise<Ending> {
  const { app, clock, box } = theatre;
  const deadline = performance.now() + options.limitMs;
  const audience = await listenIn(app, box);
  try {
    await settle(theatre);
    for (let isLastLook = false; ; ) {
      const status = await statusOf(app, options.campaignId);
      if (status === 'done' && (await hasWaiting(app, options.campaignId))) return 'waiting';
      if (status === 'done' || status === 'paused') return status;
      if (performance.now() > deadline) return 'late';
      const now = clock.now().getTime();
      if (now >= options.until.getTime()) return 'horizon';
      const next = await nextMoment(app, box, options.workspaceId);
      if (!next && isLastLook) return 'waiting';
      isLastLook = next === undefined;
      const soonest = next?.getTime() ?? now + LAST_LOOK_MS;
      const edge = options.edgeAfter?.(now) ?? Number.POSITIVE_INFINITY;
      const target = Math.max(soonest, Math.min(now + options.stepMs, edge));
      const step = Math.min(target, options.until.getTime()) - now;
      await box.world.clock.advance(step);
      if (!(await waitUntilHeard(app, audience.expected(), HEARING_MS)))
        throw new Error('somebody wrote and was not heard');
      clock.advance(step);
      await settle(theatre);
      await options.onStep?.(clock.now());
    }
  } finally {
    audience.stop();
  }
}

/** Counts what people write to the accounts, so that one can wait for it. */
async function listenIn(app: App, box: Emulator) {
  const accounts = await selectRows(
    app.db,
    { telegramId: int },
    sql`select telegram_id as "telegramId" from accounts
        where telegram_id is not null and status in ('active', 'warming', 'cooldown', 'limited')`,
  );
  const ids = new Set(accounts.map((a) => a.telegramId));
  let written = await countHeard(app);
  const hear: Parameters<typeof box.world.listeners.add>[0] = (event) => {
    if (event.kind === 'delivered' && ids.has(event.toId)) written += 1;
  };
  box.world.listeners.add(hear);
  return {
    expected: () => written,
    stop: () => void box.world.listeners.delete(hear),
  };
}

/** Whether dialogs of the campaign are left to people. */
async function hasWaiting(app: App, campaignId: number): Promise<boolean> {
  const row = await selectRow(
    app.db,
    { n: int },
    sql`select count(*) as n from campaign_targets where campaign_id = ${campaignId}
        and status = 'active'`,
  );
  return (row?.n ?? 0) > 0;
}

async function statusOf(app: App, campaignId: number): Promise<string> {
  const row = await selectRow(
    app.db,
    { status: String },
    sql`select status from campaigns where id = ${campaignId}`,
  );
  return row?.status ?? 'done';
}
