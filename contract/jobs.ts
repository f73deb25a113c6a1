import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

export const jobStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export const jobView = z.object({
  id: z.number(),
  kind: z.string(),
  title: z.string(),
  status: z.enum(jobStatuses),
  progress: z
    .object({ done: z.number(), total: z.number().nullable() })
    .catchall(z.number())
    .describe('total is an estimate until the job is done'),
  attempts: z.number().describe('Tries since it last got on'),
  last_error: z.object({ error: z.string(), message: z.string() }).nullable(),
  next_attempt_at: timestamp.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  file: z.object({ name: z.string(), size: z.number() }).nullable().describe('GET /jobs/:id/file'),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  finished_at: timestamp.nullable(),
});

export const jobParams = z.object({ id: z.coerce.number().int().positive() });

export const jobsQuery = pageQuery.extend({
  status: z.enum(jobStatuses).optional(),
  kind: z.string().max(100).optional(),
});

export const jobAnswer = z.object({ success, job: jobView });
export const jobsAnswer = z.object({ success, jobs: z.array(jobView), next: nextPage });
