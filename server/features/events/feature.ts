import type { Feature } from '../../feature.ts';
import { followContact } from './follow-contact.ts';
import { routes } from './routes.ts';

export const events: Feature = {
  name: 'events',
  routes,
  extensions: { contactsMerged: followContact },
};
