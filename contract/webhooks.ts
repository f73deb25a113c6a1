import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { eventPattern } from './events.ts';

const deliveryStatuses = ['pending', 'delivered', 'dead'] as const;
const forms = ['incoming', 'status', 'account'] as const;

export const deliveriesQuery = pageQuery.extend({
  status: z.enum(deliveryStatuses).optional(),
  endpoint_id: z.coerce.number().int().positive().optional(),
});

export const deliveryView = z.object({
  id: z.number(),
  event_id: z.number(),
  type: z.string().describe('Type of the event'),
  endpoint_id: z.number(),
  form: z.enum(forms).nullable().describe('Of an address of the environment'),
  url: z.string(),
  status: z.enum(deliveryStatuses),
  attempts: z.number(),
  next_attempt_at: timestamp
    .nullable()
    .describe('Not before this moment, nor before an earlier post about the same person'),
  last_status: z.number().nullable().describe('HTTP status of the last answer'),
  last_error: z.string().nullable(),
  created_at: timestamp,
  replayed_at: timestamp.nullable(),
  finished_at: timestamp.nullable(),
});

export const deliveriesAnswer = z.object({
  success,
  deliveries: z.array(deliveryView),
  next: nextPage,
});

const url = z.url({ protocol: /^https?$/ }).max(2_048);

const endpointFields = {
  url,
  event_types: z.array(eventPattern).min(1).max(50).describe('message.sent, message.* or *'),
  description: z.string().trim().max(500),
};

export const newEndpointBody = z.strictObject({
  ...endpointFields,
  description: endpointFields.description.default(''),
  enabled: z.boolean().default(true),
});

export const endpointPatch = z.strictObject({
  ...z.object(endpointFields).partial().shape,
  enabled: z.boolean().optional(),
});

export const endpointView = z.object({
  id: z.number(),
  form: z
    .enum(forms)
    .nullable()
    .describe('Of an address of the environment: its body is that of the n8n workflow'),
  url: z.string(),
  event_types: z.array(z.string()),
  description: z.string(),
  enabled: z.boolean(),
  disabled_at: timestamp.nullable(),
  disabled_because: z
    .enum(['environment', 'operator', 'failing'])
    .nullable()
    .describe('failing: nothing had arrived there for five days'),
  failing_since: timestamp.nullable().describe('Nothing has arrived since then'),
  previous_secret_until: timestamp.nullable().describe('Until then both secrets sign'),
  created_at: timestamp,
});

export const endpointAnswer = z.object({ success, endpoint: endpointView });

const secret = z.string().describe('Signs the posts (Standard Webhooks); shown this once');

export const newEndpointAnswer = z.object({ success, endpoint: endpointView, secret });

export const endpointsAnswer = z.object({
  success,
  endpoints: z.array(endpointView),
  next: nextPage,
});

export const rotateSecretBody = z.strictObject({
  overlap_hours: z
    .number()
    .int()
    .min(0)
    .max(168)
    .default(24)
    .describe('How long the old secret signs as well; 0: it has leaked'),
});

export const testAnswer = z.object({
  success,
  arrived: z.boolean().describe('Whether the answer was a 2xx'),
  status: z.number().nullable().describe('HTTP status of the answer'),
  latency_ms: z.number(),
  error: z.string().nullable(),
});

export const eventTypesAnswer = z.object({
  success,
  event_types: z.array(
    z.object({
      type: z.string(),
      description: z.string(),
      example: z.record(z.string(), z.unknown()).describe('The body that is posted'),
    }),
  ),
});

const after = z.string().max(200).optional().describe('The `next` of the answer before');

export const replayAllBody = z.strictObject({
  status: z.literal('dead').describe('All dead ones are posted again'),
  endpoint_id: z.number().int().positive().optional(),
  after,
});

export const replaySinceBody = z.strictObject({
  since: timestamp
    .transform((value) => new Date(value))
    .describe('All it is to be told of since then, whether it was posted or not'),
  after,
});

export const replayAnswer = z.object({ success, message: z.string(), replayed: z.number() });

export const replayBatchAnswer = replayAnswer.extend({
  next: nextPage.describe('There is more: ask again with it as `after`. null: that was all'),
});
