import type { Feature } from '../../feature.ts';
import { eraseMessages, stopBeforeErasing } from './erase-messages.ts';
import { startFailingAbandoned } from './fail-abandoned.ts';
import { figures } from './figures.ts';
import { importStops, STOPS_JOB } from './import-stops.ts';
import { mediaRoutes } from './media-routes.ts';
import { mergeDialogs, returnDialogs } from './merge-dialogs.ts';
import { startOutbox } from './outbox.ts';
import { routes } from './routes.ts';
import { stopRoutes } from './stop-routes.ts';

export const messages: Feature = {
  name: 'messages',
  figures,
  routes: [...routes, ...mediaRoutes, ...stopRoutes],
  jobs: { [STOPS_JOB]: importStops },
  extensions: {
    contactsMerged: mergeDialogs,
    contactErasing: stopBeforeErasing,
    contactErased: eraseMessages,
    senderReturned: returnDialogs,
  },
  worker: async (app) => [await startFailingAbandoned(app)],
  telegram: async (app, held) => [await startOutbox(app, held)],
};
