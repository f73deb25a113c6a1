import type { FastifyInstance } from 'fastify';
import type { Runner } from './base/loop.ts';
import { compose, type Overrides } from './compose.ts';
import type { Settled } from './config/config.ts';
import type { App } from './context.ts';
import { features } from './features.ts';

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
  const runners: Runner[] = [];
  let api: FastifyInstance | undefined;
  const stop = async () => {
    await api?.close();
    // What hears and sends stops before what it is stored and told by.
    for (const runner of runners.reverse()) await runner.stop();
    await close();
  };
  try {
    const roles = new Set(app.config.roles);
    if (roles.has('worker')) {
      const { startWorkerRole } = await import('./roles/worker.ts');
      runners.push(...(await startWorkerRole(app, features)));
    }
    if (roles.has('telegram')) {
      const { startTelegramRole } = await import('./roles/telegram.ts');
      runners.push(...(await startTelegramRole(app, features)));
    }
    let url: string | undefined;
    if (roles.has('api')) {
      const { createApi } = await import('./roles/api.ts');
      api = await createApi(app, features);
      url = await api.listen({ host: app.config.http.host, port: app.config.http.port });
    }
    return { app, url, notices, drain: () => drainAll(runners), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Work makes further work (an event, a post): only a second quiet round is the end. */
async function drainAll(runners: readonly Runner[]): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const runner of runners) await runner.drain();
  }
}
