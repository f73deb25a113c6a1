import { inArray, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, json, nullable, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type JobFile, removeInput, removeJobFile } from './job-files.ts';
import { jobs } from './tables.ts';

/** How long a finished job, its report and its file are kept. */
const KEEP_MS = 30 * 86_400_000;
const BATCH = 100;

/** Forgets jobs that ended long ago, with their files: these are full of people. */
export async function forgetOldJobs(app: App): Promise<void> {
  const before = at(new Date(app.clock.now().getTime() - KEEP_MS));
  for (;;) {
    const old = await selectRows(
      app.db,
      {
        id: int,
        workspaceId: int,
        result: nullable(json<{ file?: JobFile }>()),
        args: json<unknown>(),
      },
      sql`select id, workspace_id as "workspaceId", result, args from jobs
          where finished_at < ${before} order by finished_at limit ${BATCH}`,
    );
    if (old.length === 0) return;
    for (const job of old) {
      await removeInput(app, job);
      if (job.result?.file) await removeJobFile(app, job.workspaceId, job.result.file.key);
    }
    await app.db.delete(jobs).where(
      inArray(
        jobs.id,
        old.map((job) => job.id),
      ),
    );
  }
}
