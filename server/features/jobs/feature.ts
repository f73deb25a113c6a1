import type { Feature } from '../../feature.ts';
import { figures } from './figures.ts';
import { routes } from './routes.ts';

export const jobs: Feature = { name: 'jobs', routes, figures };
