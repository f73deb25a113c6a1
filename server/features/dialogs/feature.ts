import type { Feature } from '../../feature.ts';
import { startAnsweringReplies } from './answer-replies.ts';
import { downloadVerb } from './fetch-file.ts';
import { startHearing } from './hear.ts';
import { routes } from './routes.ts';

export const dialogs: Feature = {
  name: 'dialogs',
  routes,
  verbs: { 'dialog.download': downloadVerb },
  worker: async (app) => [await startAnsweringReplies(app)],
  telegram: async (app, held) => [await startHearing(app, held)],
};
