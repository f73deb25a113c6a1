import type { Feature } from '../../feature.ts';

export const contacts: Feature = { name: 'contacts' };
