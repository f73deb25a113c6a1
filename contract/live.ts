import { z } from 'zod';
import { timestamp } from './common.ts';

/** A place in the order of events, as `id:` of the stream gives it. */
export const livePlace = z.string().regex(/^\d{1,18}-\d{1,15}$/);

export const liveQuery = z.object({
  after: livePlace
    .optional()
    .describe('Go on after this message; the header Last-Event-ID says the same'),
});

/**
 * `data:` of a message of the stream: ids only, and only of what the caller may see. Messages:
 * `hello` (the first; goes on after what was asked for), `reset` (too much was missed: load
 * everything anew), and the types of events. `job.progress`, `campaign.progress` and
 * `account.connection` carry no id and come at most once a second for each.
 */
export const liveEvent = z.object({
  type: z.string(),
  at: timestamp,
  account_id: z.string().optional().describe('acc_1'),
  contact_id: z.number().optional(),
  message_id: z.number().optional(),
  dialog: z.number().optional().describe('The number of the dialog'),
  campaign: z.number().optional().describe('The number of the campaign'),
  data: z.record(z.string(), z.number()).describe('Further ids and counts'),
});
