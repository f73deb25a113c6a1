import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import type { Caller } from '../../feature.ts';
import { JOBS_CHANNEL } from './enqueue-job.ts';
import { findJob } from './find-jobs.ts';
import { removeInput } from './job-files.ts';
import { type Job, jobs } from './tables.ts';
import { texts } from './texts.ts';

/**
 * Tries a failed job again, from where it stood.
 * @throws AppError not_found, conflict
 */
export async function retryJob(app: App, caller: Caller, id: number): Promise<Job> {
  return app.database.transaction(async (tx) => {
    await findJob(tx, caller.workspaceId, id);
    const [job] = await tx
      .update(jobs)
      .set({ status: 'queued', attempts: 0, tries: 0, dueAt: app.clock.now(), finishedAt: null })
      .where(and(eq(jobs.id, id), eq(jobs.status, 'failed')))
      .returning();
    if (!job) throw new AppError('conflict', texts.notFailed);
    await record(app, tx, caller, job, 'job.retried');
    await tx.execute(sql`select pg_notify(${JOBS_CHANNEL}, '')`);
    return job;
  });
}

/**
 * Ends a job between two chunks: what it has done stays, the chunk at work leaves nothing.
 * @throws AppError not_found, conflict when it has ended already
 */
export async function cancelJob(app: App, caller: Caller, id: number): Promise<Job> {
  const cancelled = await app.database.transaction(async (tx) => {
    await findJob(tx, caller.workspaceId, id);
    const [job] = await tx
      .update(jobs)
      .set({ status: 'cancelled', workerId: null, finishedAt: app.clock.now() })
      .where(and(eq(jobs.id, id), inArray(jobs.status, ['queued', 'running'])))
      .returning();
    if (!job) throw new AppError('conflict', texts.finished);
    await record(app, tx, caller, job, 'job.cancelled');
    return job;
  });
  await removeInput(app, cancelled);
  return cancelled;
}

function record(app: App, tx: Db, caller: Caller, job: Job, type: string): Promise<void> {
  const { workspaceId, actor } = caller;
  const data = { job_id: job.id, kind: job.kind };
  return recordEvents(tx, [{ workspaceId, type, at: app.clock.now(), actor, data }]);
}
