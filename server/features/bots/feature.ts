import type { Feature } from '../../feature.ts';
import { addBotOfEnvironment } from './add-bot.ts';
import { startHoldingBots } from './hold-bots.ts';
import { erasePosts, mergePosts } from './post-to-operator.ts';
import { routes } from './routes.ts';
import { eraseSubscriber, mergeSubscribers } from './subscribers.ts';
import { gatherTalks } from './talks.ts';

export const bots: Feature = {
  name: 'bots',
  routes,
  extensions: {
    contactsMerged: async (app, tx, merge) => {
      await mergeSubscribers(app, tx, merge);
      await mergePosts(app, tx, merge);
    },
    contactErased: async (app, tx, person) => {
      await eraseSubscriber(app, tx, person);
      await erasePosts(app, tx, person);
    },
  },
  prepare: async (app) => void (await addBotOfEnvironment(app)),
  telegram: (app, held, talks, bots) => startHoldingBots(app, held, gatherTalks(talks), bots),
};
