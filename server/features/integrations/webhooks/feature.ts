import { startEventLoop } from '../../../base/events/event-loop.ts';
import type { Feature } from '../../../feature.ts';
import { homeWorkspaceId } from '../../workspace/ensure-workspace.ts';
import { startDelivering } from './deliver.ts';
import { ensureEndpoints } from './ensure-endpoints.ts';
import { fanOut } from './fan-out.ts';
import { routes } from './routes.ts';
import { ensureSecret } from './secrets.ts';

export const webhooks: Feature = {
  name: 'webhooks',
  routes,
  async prepare(app) {
    const workspaceId = await homeWorkspaceId(app);
    await ensureEndpoints(app, workspaceId);
    const secret = await ensureSecret(app, workspaceId);
    return secret && `Webhook signing secret (shown once): ${secret}`;
  },
  worker: async (app) => [
    await startEventLoop(app, 'webhook fan-out', () => fanOut(app)),
    await startDelivering(app),
  ],
};
