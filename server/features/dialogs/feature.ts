import type { Feature } from '../../feature.ts';
import { startAnsweringReplies } from './answer-replies.ts';
import { botTalk } from './bot.ts';
import { dialogRoutes } from './dialog-routes.ts';
import { eraseDialogs } from './erase-dialogs.ts';
import { downloadVerb } from './fetch-file.ts';
import { startHearing, storeHeard } from './hear.ts';
import { moveJudgements } from './record-judgement.ts';
import { startReminding } from './remind.ts';
import { routes } from './routes.ts';
import { startShowingActivity } from './show-activity.ts';
import { startWritingAnswers } from './write-answers.ts';

export const dialogs: Feature = {
  name: 'dialogs',
  botTalk,
  routes: [...dialogRoutes, ...routes],
  extensions: {
    contactErased: eraseDialogs,
    contactsMerged: moveJudgements,
    messagesHeard: storeHeard,
  },
  verbs: { 'dialog.download': downloadVerb },
  worker: async (app) => [
    await startAnsweringReplies(app),
    await startWritingAnswers(app),
    await startReminding(app),
  ],
  telegram: async (app, held) => [
    await startHearing(app, held),
    await startShowingActivity(app, held),
  ],
};
