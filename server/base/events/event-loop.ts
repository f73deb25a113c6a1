import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type Runner, startLoop } from '../loop.ts';
import { wokenBy } from '../woken-loop.ts';
import type { ReadResult } from './read-events.ts';
import { EVENTS_CHANNEL } from './record-events.ts';

/**
 * How soon to look again. Meanwhile an older transaction that hides events may end, and further
 * events gather: a read for each of them would cost more than all else that is done with them.
 */
const AGAIN_MS = 10;

/** Should a notification get lost, readers look by themselves. */
const POLL_MS = 5_000;

/** Keeps an event reader reading: woken by new events, polling as the fall-back. */
export async function startEventLoop(
  app: { database: Database; clock: Clock; log: Log },
  name: string,
  read: () => Promise<ReadResult>,
): Promise<Runner> {
  const loop = startLoop({
    name,
    clock: app.clock,
    log: app.log,
    everyMs: POLL_MS,
    run: async () => {
      const result = await read();
      if (result === 'nothing') return false;
      await pause(AGAIN_MS);
      // What happened meanwhile has woken it.
      return result !== 'all';
    },
  });
  return wokenBy(app.database, EVENTS_CHANNEL, loop);
}
