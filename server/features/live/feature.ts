import type { Feature } from '../../feature.ts';
import { routes } from './routes.ts';
import { endStreams } from './streams.ts';

export const live: Feature = { name: 'live', routes, apiClosing: endStreams };
