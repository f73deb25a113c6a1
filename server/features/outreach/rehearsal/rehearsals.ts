import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { rehearsalBody } from '../../../../contract/rehearsals.ts';
import { AppError } from '../../../base/errors.ts';
import type { App } from '../../../context.ts';
import type { Caller } from '../../../feature.ts';
import { enqueueJob } from '../../jobs/enqueue-job.ts';
import { type Job, jobs } from '../../jobs/tables.ts';
import { findCampaign } from '../campaigns/find-campaign.ts';
import { REHEARSE_JOB } from './run-rehearsal.ts';
import { texts } from './texts.ts';
import { writeOrder } from './write-order.ts';

/**
 * Queues the rehearsal of a campaign.
 * @throws AppError not_found, conflict when there is nobody to write to or nobody to write
 */
export async function startRehearsal(
  app: App,
  caller: Caller,
  number: number,
  wish: z.output<typeof rehearsalBody>,
): Promise<Job> {
  const { workspaceId, actor } = caller;
  const campaign = await findCampaign(app.db, workspaceId, number);
  if (campaign.status === 'done') throw new AppError('conflict', texts.isDone);
  await writeOrder(app, workspaceId, number, wish);
  return app.database.transaction((tx) =>
    enqueueJob(app, tx, {
      workspaceId,
      kind: REHEARSE_JOB,
      title: texts.title(campaign.name),
      args: { campaign: number, ...wish },
      actor,
    }),
  );
}

/** @throws AppError not_found */
export async function findRehearsal(app: App, workspaceId: number, id: number): Promise<Job> {
  const [job] = await app.db
    .select()
    .from(jobs)
    .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.id, id), eq(jobs.kind, REHEARSE_JOB)));
  if (!job) throw new AppError('not_found', texts.notFound);
  return job;
}

/** One page of the rehearsals of a campaign, newest first. @throws AppError not_found */
export async function listRehearsals(
  app: App,
  workspaceId: number,
  number: number,
  page: { limit: number; beforeId: number | undefined },
): Promise<Job[]> {
  await findCampaign(app.db, workspaceId, number);
  return app.db
    .select()
    .from(jobs)
    .where(
      and(
        eq(jobs.workspaceId, workspaceId),
        eq(jobs.kind, REHEARSE_JOB),
        sql`(${jobs.args} ->> 'campaign')::int = ${number}`,
        page.beforeId === undefined ? undefined : lt(jobs.id, page.beforeId),
      ),
    )
    .orderBy(desc(jobs.id))
    .limit(page.limit);
}
