import { and, desc, eq, lt } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { AppError } from '../../base/errors.ts';
import type { App } from '../../context.ts';
import { type Job, type JobStatus, jobs } from './tables.ts';
import { texts } from './texts.ts';

/** One job of a workspace. @throws AppError not_found */
export async function findJob(db: Db, workspaceId: number, id: number): Promise<Job> {
  const [job] = await db
    .select()
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, id)));
  if (!job) throw new AppError('not_found', texts.notFound);
  return job;
}

/** One page of a workspace's jobs, newest first. */
export function listJobs(
  app: App,
  workspaceId: number,
  filter: { status?: JobStatus | undefined; kind?: string | undefined },
  page: { limit: number; beforeId: number | undefined },
): Promise<Job[]> {
  return app.db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.workspaceId, workspaceId),
        filter.status && eq(jobs.status, filter.status),
        filter.kind === undefined ? undefined : eq(jobs.kind, filter.kind),
        page.beforeId === undefined ? undefined : lt(jobs.id, page.beforeId),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(page.limit);
}
