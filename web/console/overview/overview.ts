import type { z } from 'zod';
import type { overviewAnswer } from '../../../contract/overview.ts';

/** What GET /overview answers. */
export type Overview = z.output<typeof overviewAnswer>;
