import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { JobHandler, JobProgress } from '../../feature.ts';
import type { ClaimedJob } from './claim-job.ts';
import { removeInput } from './job-files.ts';
import {
  type JobError,
  JobInterrupted,
  JobPostponed,
  judgeFailure,
  MOST_ATTEMPTS,
  MOST_TRIES,
} from './job-outcome.ts';
import { tellProgress } from './tell-progress.ts';
import { texts } from './texts.ts';

/**
 * Runs a claimed job to its end, or as far as it gets.
 * @param isStopping whether the process is about to end: the job is then given back between chunks
 */
export async function runJob(
  app: App,
  claimed: ClaimedJob,
  handler: JobHandler,
  isStopping: () => boolean,
): Promise<void> {
  const workerId = app.worker.id;
  let attempts = claimed.attempts;
  /** Changes the job as long as it is still ours; says whether it was. */
  const change = async (db: Db, changes: ReturnType<typeof sql>) => {
    const [changed] = await selectRows(
      db,
      { attempts: int },
      sql`update jobs set ${changes}
          where id = ${claimed.id} and status = 'running' and worker_id = ${workerId}
          returning attempts`,
    );
    return changed;
  };
  const save = async (tx: Db, kept: { state: unknown; progress: JobProgress }) => {
    const state = JSON.stringify(kept.state ?? null);
    const done = Math.floor(kept.progress.done);
    // Who begins anew after a failure hasn't got on before they are further than the last time.
    const changed =
      !isStopping() &&
      (await change(
        tx,
        sql`state = ${state}::jsonb, progress = ${JSON.stringify(kept.progress)}::jsonb,
          attempts = case when ${done}::bigint > furthest then 0 else attempts end,
          furthest = greatest(furthest, ${done}::bigint)`,
      ));
    if (!changed) throw new JobInterrupted();
    await tellProgress(tx, claimed);
    if (changed.attempts === 0) attempts = 1;
  };
  const settle = async (
    status: 'done' | 'failed',
    changes: ReturnType<typeof sql>,
    data: Record<string, unknown>,
  ) =>
    app.database.transaction(async (tx) => {
      const now = app.clock.now();
      const changed = await change(
        tx,
        sql`status = ${status}, finished_at = ${at(now)}, worker_id = null, ${changes}`,
      );
      if (!changed) throw new JobInterrupted();
      const { id, workspaceId, kind } = claimed;
      const type = `job.${status}`;
      await recordEvents(tx, [{ workspaceId, type, at: now, data: { job_id: id, kind, ...data } }]);
    });
  const fail = (error: JobError) =>
    settle('failed', sql`last_error = ${JSON.stringify(error)}::jsonb`, { error: error.code });

  try {
    // A job that ends its process each time must not end it for ever.
    if (attempts > MOST_ATTEMPTS || claimed.tries > MOST_TRIES)
      return await fail({ code: 'internal', ...texts.crashed });
    const progress = { done: 0, ...claimed.progress };
    const result = await handler.run(app, { ...claimed, progress, save });
    await settle('done', sql`result = ${JSON.stringify(result)}::jsonb, last_error = null`, {});
    await removeInput(app, claimed);
  } catch (error) {
    if (error instanceof JobInterrupted) {
      await change(
        app.db,
        sql`status = 'queued', worker_id = null, attempts = greatest(attempts - 1, 0),
          tries = greatest(tries - 1, 0)`,
      );
      return;
    }
    if (error instanceof JobPostponed) {
      await change(
        app.db,
        sql`status = 'queued', worker_id = null, due_at = ${at(error.until)},
          attempts = greatest(attempts - 1, 0), tries = greatest(tries - 1, 0),
          last_error = ${JSON.stringify(error.reason)}::jsonb`,
      );
      return;
    }
    const { error: told, pauseMs } = judgeFailure(error, attempts, claimed.tries);
    if (told.code === 'internal')
      app.log.error({ err: error, job: claimed.id, kind: claimed.kind }, 'a job failed');
    if (pauseMs === undefined) return await fail(told).catch(unlessInterrupted);
    const dueAt = at(new Date(app.clock.now().getTime() + pauseMs));
    await change(
      app.db,
      sql`status = 'queued', worker_id = null, due_at = ${dueAt}, attempts = ${attempts},
        last_error = ${JSON.stringify(told)}::jsonb`,
    );
  }
}

function unlessInterrupted(error: unknown): void {
  if (!(error instanceof JobInterrupted)) throw error;
}
