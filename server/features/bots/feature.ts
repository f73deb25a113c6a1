import type { Feature } from '../../feature.ts';
import { addBotOfEnvironment } from './add-bot.ts';
import { startHoldingBots } from './hold-bots.ts';
import { routes } from './routes.ts';
import { eraseSubscriber, mergeSubscribers } from './subscribers.ts';
import { gatherTalks } from './talks.ts';

export const bots: Feature = {
  name: 'bots',
  routes,
  extensions: { contactsMerged: mergeSubscribers, contactErased: eraseSubscriber },
  prepare: async (app) => void (await addBotOfEnvironment(app)),
  telegram: (app, held, talks) => startHoldingBots(app, held, gatherTalks(talks)),
};
