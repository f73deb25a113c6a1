import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, errorMessage } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { JobHandler, JobProgress, JobRun } from '../../../feature.ts';
import { keepJobFile } from '../../jobs/job-files.ts';
import { type Progress, runChild } from './run-child.ts';
import { texts } from './texts.ts';
import { writeOrder } from './write-order.ts';

export const REHEARSE_JOB = 'campaigns.rehearse';

/** What a rehearsal may take of real time, its start included. */
const LIMIT_MS = 105_000;
/** How soon a cancelled job's process is killed. */
const LOOK_EVERY_MS = 500;

export const rehearsalArgs = z.object({
  campaign: z.number(),
  people: z.number(),
  personas: z.record(z.string(), z.number()),
  seed: z.string(),
});

/** Rehearses a campaign and keeps the report as the job's file. Nothing else is written. */
export const runRehearsal: JobHandler = {
  async run(app, job) {
    const wish = rehearsalArgs.parse(job.args);
    const { order, ...known } = await writeOrder(app, job.workspaceId, wish.campaign, wish);
    const folder = join(app.config.dirs.temp, `rehearsal-${job.id}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      const templates = join(app.config.dirs.data, 'rehearsals');
      const full = { ...order, folder, templates, limitMs: LIMIT_MS };
      const record = await watch(app, job, (onProgress, signal) =>
        runChild(full, onProgress, signal),
      );
      const file = await keepJobFile(
        app,
        job.workspaceId,
        { name: `rehearsal-${job.id}.json`, type: 'application/json' },
        async (kept) => kept.write(JSON.stringify({ ...known, record })),
      );
      return { file, campaign: wish.campaign, ending: record.ending };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Keeps the job's progress while the child works; a job that isn't ours any more kills it. */
async function watch<T>(
  app: App,
  job: JobRun,
  work: (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const kill = new AbortController();
  let progress: JobProgress = { done: 0 };
  let interruption: unknown;
  const save = () =>
    app.database
      .transaction((tx) => job.save(tx, { state: null, progress }))
      .catch((error) => {
        interruption ??= error;
        kill.abort();
      });
  let saving = save();
  // Physical time: the child works while our clock may stand still.
  const timer = setInterval(() => {
    saving = saving.then(() => (kill.signal.aborted ? undefined : save()));
  }, LOOK_EVERY_MS);
  try {
    return await work(({ settled, people, now }) => {
      progress = { done: settled, total: people, simulated_at: Date.parse(now) };
    }, kill.signal);
  } catch (error) {
    if (interruption !== undefined) throw interruption;
    app.log.error({ error: errorMessage(error), job: job.id }, 'a rehearsal failed');
    // Tried again it would most likely take as long and end the same.
    throw new AppError('conflict', texts.brokeOff, { cause: error });
  } finally {
    clearInterval(timer);
    await saving;
  }
}
