import type { Feature } from '../../feature.ts';
import { botTalk } from './bot.ts';
import { followContact } from './follow-contact.ts';
import { routes } from './routes.ts';

export const events: Feature = {
  name: 'events',
  botTalk,
  routes,
  extensions: { contactsMerged: followContact },
};
