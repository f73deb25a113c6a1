import { startEventLoop } from '../../base/events/event-loop.ts';
import type { Feature } from '../../feature.ts';
import { botTalk } from './bot.ts';
import { fanOutNotices } from './fan-out-notices.ts';
import { routes } from './routes.ts';
import { startTellingNotices } from './tell-notices.ts';

export const notifications: Feature = {
  name: 'notifications',
  routes,
  botTalk,
  worker: async (app) => [
    await startEventLoop(app, 'notifications', () => fanOutNotices(app)),
    await startTellingNotices(app),
  ],
};
