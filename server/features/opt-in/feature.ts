import { startEventLoop } from '../../base/events/event-loop.ts';
import type { Feature } from '../../feature.ts';
import { formRoutes } from './form-routes.ts';
import { eraseActs, moveActs, returnPoints } from './move-points.ts';
import { noticeOptIns } from './notice-opt-ins.ts';
import { routes } from './routes.ts';
import { settleActs } from './settle-acts.ts';

export const optIn: Feature = {
  name: 'opt-in',
  routes: [...routes, ...formRoutes],
  extensions: { contactsMerged: moveActs, senderReturned: returnPoints, contactErased: eraseActs },
  worker: async (app) => [
    await startEventLoop(app, 'opt-in', async () => {
      const read = await noticeOptIns(app);
      await settleActs(app);
      return read;
    }),
  ],
};
