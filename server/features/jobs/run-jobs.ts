import { type Runner, startLoop } from '../../base/loop.ts';
import type { App } from '../../context.ts';
import type { JobHandler } from '../../feature.ts';
import { claimJob } from './claim-job.ts';
import { JOBS_CHANNEL } from './enqueue-job.ts';
import { forgetOldJobs } from './forget-old-jobs.ts';
import { runJob } from './run-job.ts';

const LOOK_EVERY_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** A long import must not hold up a short export. */
const MOST_RUNNING = 3;

/** Keeps running the jobs that are due, some at a time. */
export async function startRunningJobs(
  app: App,
  handlers: ReadonlyMap<string, JobHandler>,
): Promise<Runner> {
  const running = new Set<Promise<void>>();
  let isStopping = false;
  let forgetAt = 0;
  let ended = 0;

  const start = (claimed: NonNullable<Awaited<ReturnType<typeof claimJob>>>) => {
    const handler = handlers.get(claimed.kind);
    if (!handler) throw new Error(`no feature knows the job ${claimed.kind}`);
    const work: Promise<void> = runJob(app, claimed, handler, () => isStopping)
      .catch((error) => app.log.error({ err: error, job: claimed.id }, 'a job was left as it is'))
      .finally(() => {
        running.delete(work);
        ended += 1;
        loop.wake();
      });
    running.add(work);
  };

  const loop = startLoop({
    name: 'jobs',
    clock: app.clock,
    log: app.log,
    everyMs: LOOK_EVERY_MS,
    run: async () => {
      if (isStopping || !app.worker.isAlive() || running.size >= MOST_RUNNING) return false;
      const now = app.clock.now().getTime();
      if (now >= forgetAt) {
        await forgetOldJobs(app);
        forgetAt = now + FORGET_EVERY_MS;
      }
      const claimed = await claimJob(app, [...handlers.keys()]);
      if (!claimed) return false;
      start(claimed);
      return true;
    },
  });
  const unlisten = await app.database.listen(JOBS_CHANNEL, loop.wake);
  return {
    name: loop.name,
    async drain() {
      // One that ends during a look may let the next begin: the look may have come too early.
      let before: number;
      do {
        before = ended;
        await loop.drain();
        await Promise.all(running);
      } while (ended !== before);
    },
    async stop() {
      isStopping = true;
      await unlisten();
      await loop.stop();
      await Promise.all(running);
    },
  };
}
