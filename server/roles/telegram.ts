import type { Runner } from '../base/loop.ts';
import type { App } from '../context.ts';
import type { Feature, Verb } from '../feature.ts';
import { startAnsweringRequests } from '../features/senders/answer-requests.ts';
import { createHeldBots } from '../held-bots.ts';
import { createHeldSenders } from '../held-senders.ts';

/** Holds connections: what leaves and what is heard goes through this role. */
export async function startTelegramRole(app: App, features: readonly Feature[]): Promise<Runner[]> {
  const held = createHeldSenders();
  const bots = createHeldBots();
  const verbs = new Map<string, Verb>();
  for (const feature of features)
    for (const [name, verb] of Object.entries(feature.verbs ?? {})) verbs.set(name, verb);

  const talks = features.flatMap((feature) => feature.botTalk ?? []);

  const runners: Runner[] = [];
  for (const feature of features)
    runners.push(...((await feature.telegram?.(app, held, talks, bots)) ?? []));
  runners.push(await startAnsweringRequests(app, held, verbs));
  return runners;
}
