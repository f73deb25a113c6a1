import { startLoop } from '../../base/loop.ts';
import type { Feature } from '../../feature.ts';
import { answerRoutes } from './answer-routes.ts';
import { botTalk } from './bot.ts';
import { eraseAnswers, moveAnswers } from './erase-answers.ts';
import { figures } from './figures.ts';
import { warmUpJudge } from './judge/judge-reply.ts';
import { knowledgeRoutes } from './knowledge-routes.ts';
import { roleRoutes } from './role-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { settleAbandoned } from './settle-answer.ts';

const SETTLE_EVERY_MS = 60_000;

export const assistant: Feature = {
  name: 'assistant',
  botTalk,
  figures,
  routes: [...settingsRoutes, ...roleRoutes, ...knowledgeRoutes, ...answerRoutes],
  extensions: {
    contactsMerged: moveAnswers,
    contactErased: (_app, tx, person) => eraseAnswers(tx, person),
  },
  // What is heard is judged in the transaction that stores it: not the first reply may wait.
  telegram: async () => {
    warmUpJudge();
    return [];
  },
  worker: async (app) => [
    startLoop({
      name: 'abandoned answers',
      clock: app.clock,
      log: app.log,
      everyMs: SETTLE_EVERY_MS,
      run: () => settleAbandoned(app),
    }),
  ],
};
