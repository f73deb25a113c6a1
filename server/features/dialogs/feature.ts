import type { Feature } from '../../feature.ts';
import { eraseFiles } from './erase-files.ts';
import { downloadVerb } from './fetch-file.ts';
import { startHearing } from './hear.ts';
import { routes } from './routes.ts';

export const dialogs: Feature = {
  name: 'dialogs',
  routes,
  extensions: { contactErased: eraseFiles },
  verbs: { 'dialog.download': downloadVerb },
  telegram: async (app, held) => [await startHearing(app, held)],
};
