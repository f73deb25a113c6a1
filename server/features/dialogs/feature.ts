import type { Feature } from '../../feature.ts';
import { downloadVerb } from './fetch-file.ts';
import { startHearing } from './hear.ts';
import { routes } from './routes.ts';

export const dialogs: Feature = {
  name: 'dialogs',
  routes,
  verbs: { 'dialog.download': downloadVerb },
  telegram: async (app, held) => [await startHearing(app, held)],
};
