import type { Feature } from '../../feature.ts';
import { routes } from './routes.ts';

export const evidence: Feature = { name: 'evidence', routes };
