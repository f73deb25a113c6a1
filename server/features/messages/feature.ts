import type { Feature } from '../../feature.ts';
import { mergeDialogs } from './merge-dialogs.ts';
import { startOutbox } from './outbox.ts';
import { routes } from './routes.ts';
import { stopRoutes } from './stop-routes.ts';

export const messages: Feature = {
  name: 'messages',
  routes: [...routes, ...stopRoutes],
  extensions: { contactsMerged: mergeDialogs },
  telegram: async (app, held) => [await startOutbox(app, held)],
};
