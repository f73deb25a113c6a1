import { setTimeout as pause } from 'node:timers/promises';
import { EVENTS_CHANNEL } from '../../base/events/record-events.ts';
import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import { countSources } from './count-sources.ts';
import { gatherFacts } from './gather-facts.ts';
import { keepTallies } from './keep-tallies.ts';

const AGAIN_MS = 10;
const POLL_MS = 10_000;
/** Figures needn't be of this second: a second's events are counted for the price of one. */
const GATHER_MS = 1_000;

/** Keeps the figures up with what happens. */
export async function startCounting(app: App): Promise<Runner> {
  const loop = startLoop({
    name: 'analytics',
    clock: app.clock,
    log: app.log,
    everyMs: POLL_MS,
    run: async () => {
      const read = await gatherFacts(app);
      if (read === 'not yet') await pause(AGAIN_MS);
      const hasUncounted = await keepTallies(app);
      const hasSources = await countSources(app);
      return read === 'some' || read === 'not yet' || hasUncounted || hasSources;
    },
  });
  let timer: NodeJS.Timeout | undefined;
  const unlisten = await app.database.listen(EVENTS_CHANNEL, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      loop.wake();
    }, GATHER_MS);
  });
  return {
    name: loop.name,
    drain: loop.drain,
    async stop() {
      await unlisten();
      clearTimeout(timer);
      await loop.stop();
    },
  };
}
