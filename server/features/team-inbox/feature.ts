import { startEventLoop } from '../../base/events/event-loop.ts';
import type { Feature } from '../../feature.ts';
import { eraseTopics } from './connect-group.ts';
import { hearGroup } from './hear-group.ts';
import { markTopics } from './mark-topics.ts';
import { routes } from './routes.ts';
import { startTendingTopics } from './tend-topics.ts';

export const teamInbox: Feature = {
  name: 'team-inbox',
  routes,
  botTalk: { commands: [], inGroup: hearGroup },
  extensions: { contactErased: eraseTopics },
  worker: async (app) => [await startEventLoop(app, 'team inbox', () => markTopics(app))],
  telegram: async (app, _held, _talks, bots) => [await startTendingTopics(app, bots)],
};
