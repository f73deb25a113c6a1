import type { Feature } from '../../feature.ts';
import { erasePerson, mergePeople } from './follow-people.ts';
import { routes } from './routes.ts';
import { startCounting } from './start-counting.ts';

export const analytics: Feature = {
  name: 'analytics',
  routes,
  extensions: { contactsMerged: mergePeople, contactErased: erasePerson },
  worker: async (app) => [await startCounting(app)],
};
