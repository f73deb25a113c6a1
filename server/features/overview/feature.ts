import type { Feature } from '../../feature.ts';
import { botTalk } from './bot.ts';
import { routes } from './routes.ts';

export const overview: Feature = { name: 'overview', routes, botTalk };
