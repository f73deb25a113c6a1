import { startLoop } from '../../base/loop.ts';
import { forgetDeadWorkers } from '../../base/worker.ts';
import type { Feature } from '../../feature.ts';
import { forgetOldRequests } from './answer-requests.ts';

const TIDY_EVERY_MS = 10 * 60_000;

export const senders: Feature = {
  name: 'senders',
  worker: async (app) => [
    startLoop({
      name: 'tidy requests',
      clock: app.clock,
      log: app.log,
      everyMs: TIDY_EVERY_MS,
      run: async () => {
        await forgetOldRequests(app);
        await forgetDeadWorkers(app);
        return false;
      },
    }),
  ],
};
