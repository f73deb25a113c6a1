import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;

export const deliveriesQuery = pageQuery.extend({ status: z.enum(deliveryStatuses).optional() });

export const deliveryView = z.object({
  id: z.number(),
  event_id: z.number(),
  form: z.enum(['incoming', 'status', 'account']),
  url: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.number(),
  next_attempt_at: timestamp.nullable(),
  last_status: z.number().nullable().describe('HTTP status of the last answer'),
  last_error: z.string().nullable(),
  created_at: timestamp,
  finished_at: timestamp.nullable(),
});

export const deliveriesAnswer = z.object({
  success,
  deliveries: z.array(deliveryView),
  next: nextPage,
});

export const replayAllBody = z.strictObject({
  status: z.literal('dead').describe('All dead ones are posted again'),
});

export const replayAnswer = z.object({ success, message: z.string(), replayed: z.number() });
