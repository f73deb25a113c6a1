import { sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { Text } from '../../base/text.ts';
import type { App } from '../../context.ts';
import type { JobArgs } from './job-files.ts';
import { type Job, jobs } from './tables.ts';
import { tellProgress } from './tell-progress.ts';

/** Whoever runs jobs looks for them when they hear this. */
export const JOBS_CHANNEL = 'vestnik_jobs';

export type NewJob = {
  workspaceId: number;
  /** noun.verb: `contacts.import`; some feature's `jobs` must know it. */
  kind: string;
  title: Text;
  /** JSON; no secrets. */
  args: JobArgs;
  actor: Actor;
  /** Not before; at once when left out. */
  dueAt?: Date;
};

/** Queues a job in the transaction of what asked for it, and wakes those who run jobs. */
export async function enqueueJob(app: App, tx: Db, job: NewJob): Promise<Job> {
  const now = app.clock.now();
  const [row] = await tx
    .insert(jobs)
    .values({ ...job, status: 'queued', dueAt: job.dueAt ?? now, createdAt: now })
    .returning();
  if (!row) throw new Error('the job was not stored');
  await tx.execute(sql`select pg_notify(${JOBS_CHANNEL}, '')`);
  await tellProgress(tx, row);
  return row;
}
