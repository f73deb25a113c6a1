import type { Feature } from '../../feature.ts';
import { eraseQuestions } from './ask-team.ts';
import { botTalk } from './bot.ts';
import { startGivingBack } from './give-back.ts';
import { holdMessages } from './hold-messages.ts';
import { routes } from './routes.ts';
import { startWatchingTerms } from './watch-terms.ts';

export const subscriptions: Feature = {
  name: 'subscriptions',
  botTalk,
  routes,
  extensions: { messageHolds: holdMessages, contactErased: eraseQuestions },
  worker: async (app) => [startWatchingTerms(app)],
  telegram: async (app, _held, _talks, bots) => [await startGivingBack(app, bots)],
};
