import type { Db } from '../../base/db/database.ts';
import { signal } from '../../base/events/signal.ts';

/** Those who look on hear that a job was ordered or got on. */
export function tellProgress(tx: Db, job: { workspaceId: number; id: number }): Promise<void> {
  const { workspaceId, id } = job;
  return signal(tx, { workspaceId, type: 'job.progress', data: { job_id: id } });
}
