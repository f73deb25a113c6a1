import type { FastifyInstance } from 'fastify';
import { drainAll } from './base/drain-all.ts';
import type { Runner } from './base/loop.ts';
import { compose, type Overrides } from './compose.ts';
import type { Settled } from './config/config.ts';
import type { App } from './context.ts';
import { features } from './features.ts';
import { closeApi } from './roles/close-api.ts';

/** A running server. */
export type Vestnik = {
  app: App;
  /** Where the API listens; undefined in a process without the role api. */
  url: string | undefined;
  notices: string[];
  /** Resolves when everything that was due has been done: for tests, instead of sleeping. */
  drain(): Promise<void>;
  /** Lets what is in flight finish, then stops. */
  stop(): Promise<void>;
};

/** Composes the program and starts the roles it is configured for. */
export async function startVestnik(settled: Settled, overrides?: Overrides): Promise<Vestnik> {
  const { app, notices, close } = await compose(settled, overrides);
  const workers: Runner[] = [];
  const holders: Runner[] = [];
  let api: FastifyInstance | undefined;
  const stop = async () => {
    if (api) await closeApi(api);
    // What isn't told any more now is told after the next start: the two needn't wait for each other.
    await Promise.all([stopAll(holders), stopAll(workers)]);
    await close();
  };
  try {
    const roles = new Set(app.config.roles);
    // Built before any work begins: a campaign that goes on at once leaves little time for it.
    if (roles.has('api')) {
      const { createApi } = await import('./roles/api.ts');
      api = await createApi(app, features);
    }
    if (roles.has('worker')) {
      const { startWorkerRole } = await import('./roles/worker.ts');
      workers.push(...(await startWorkerRole(app, features)));
    }
    if (roles.has('telegram')) {
      const { startTelegramRole } = await import('./roles/telegram.ts');
      holders.push(...(await startTelegramRole(app, features)));
    }
    const url = await api?.listen({ host: app.config.http.host, port: app.config.http.port });
    return { app, url, notices, drain: () => drainAll(app.db, [...workers, ...holders]), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The last one that was started stops first: it leans on those before it. */
async function stopAll(runners: readonly Runner[]): Promise<void> {
  for (const runner of [...runners].reverse()) await runner.stop();
}
