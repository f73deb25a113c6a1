import type { Runner } from '../base/loop.ts';
import type { App } from '../context.ts';
import type { Feature } from '../feature.ts';

/** Work that any process may do: event readers, webhooks, the incoming folder, statuses. */
export async function startWorkerRole(app: App, features: readonly Feature[]): Promise<Runner[]> {
  const runners: Runner[] = [];
  for (const feature of features) runners.push(...((await feature.worker?.(app)) ?? []));
  return runners;
}
