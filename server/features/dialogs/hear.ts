import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { HeardItem, HeldSenders } from '../../held-senders.ts';
import { receiveMessages } from './receive-messages.ts';

const BATCH = 200;
const LOOK_EVERY_MS = 5_000;

/** Keeps storing what the accounts held here hear, in batches and in order. */
export async function startHearing(app: App, held: HeldSenders): Promise<Runner> {
  /** Taken off the inbox and not stored yet: kept while the database is away. */
  let batch: HeardItem[] = [];
  const loop = startLoop({
    name: 'hear',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (batch.length === 0) batch = held.takeHeard(BATCH);
      if (batch.length === 0) return false;
      await receiveMessages(app, batch);
      batch = [];
      return true;
    },
  });
  held.onHeard(loop.wake);
  return loop;
}
