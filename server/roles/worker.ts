import type { Runner } from '../base/loop.ts';
import type { App } from '../context.ts';
import type { Feature, JobHandler } from '../feature.ts';
import { startRunningJobs } from '../features/jobs/run-jobs.ts';

/** Work that any process may do: event readers, webhooks, the incoming folder, statuses, jobs. */
export async function startWorkerRole(app: App, features: readonly Feature[]): Promise<Runner[]> {
  const handlers = new Map<string, JobHandler>();
  for (const feature of features)
    for (const [kind, handler] of Object.entries(feature.jobs ?? {})) handlers.set(kind, handler);

  const runners: Runner[] = [];
  for (const feature of features) runners.push(...((await feature.worker?.(app)) ?? []));
  runners.push(await startRunningJobs(app, handlers));
  return runners;
}
