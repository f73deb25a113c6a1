import { join } from 'node:path';
import { startDumping } from '../../base/db/dump-embedded.ts';
import { startEventLoop } from '../../base/events/event-loop.ts';
import type { Feature } from '../../feature.ts';
import { ensureFirstKey } from './api-keys.ts';
import { readAudit } from './audit.ts';
import { checkSecretKey, ensureHomeWorkspace } from './ensure-workspace.ts';
import { routes } from './routes.ts';

export const workspace: Feature = {
  name: 'workspace',
  routes,
  async prepare(app) {
    await checkSecretKey(app);
    const token = await ensureFirstKey(app, await ensureHomeWorkspace(app));
    return token && `API key (shown once): ${token}`;
  },
  worker: async (app) => [
    await startEventLoop(app, 'audit', () => readAudit(app)),
    ...(app.database.dump ? [startDumping(app, join(app.config.dirs.data, 'dumps'))] : []),
  ],
};
