import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

const moment = timestamp.transform((value) => new Date(value));

const period = {
  since: moment.optional().describe('From this moment on'),
  until: moment.optional().describe('Before this moment'),
};

/** A type of events, or several: `message.sent`, `message.*`, `*`. */
export const eventPattern = z.string().regex(/^(\*|[a-z_]+\.(\*|[a-z_]+))$/);

export const eventsQuery = pageQuery.extend({
  type: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(z.array(eventPattern).max(50))
    .optional()
    .describe('Types with commas between; message.* is all of a noun'),
  account_id: z.string().optional().describe('acc_1'),
  contact_id: z.coerce.number().int().positive().optional(),
  ...period,
  order: z
    .enum(['newest', 'oldest'])
    .default('newest')
    .describe('oldest: for whoever follows and must miss nothing; `next` is then never null'),
});

export const eventView = z.object({
  id: z.string().describe('As in the header webhook-id'),
  type: z.string(),
  timestamp,
  actor: z.string().describe('system, operator:<id> or api_key:<id>'),
  data: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('As in webhooks; null when whom it tells of has been erased'),
});

export const eventsAnswer = z.object({
  success,
  events: z.array(eventView),
  next: nextPage,
  is_caught_up: z
    .boolean()
    .optional()
    .describe('With order=oldest: nothing more for now, come back later with `next`'),
});

const logActions = ['send', 'receive', 'error', 'status_change'] as const;
const logResults = ['success', 'error'] as const;

const logFilter = {
  account_id: z.string().optional().describe('acc_1'),
  user_id: z.coerce.number().int().positive().optional().describe('Telegram id'),
  action: z.enum(logActions).optional(),
  result: z.enum(logResults).optional(),
  ...period,
};

export const logsQuery = pageQuery.extend(logFilter);
export const logsExportQuery = z.object(logFilter);

export const logView = z.object({
  timestamp,
  account_id: z.string().nullable(),
  user_id: z.number().nullable(),
  action: z.enum(logActions),
  message_type: z.string().nullable(),
  result: z.enum(logResults),
  error: z.string().nullable(),
  proxy_used: z.boolean().nullable(),
  details: z.string(),
});

export const logsAnswer = z.object({ success, logs: z.array(logView), next: nextPage });

export const accountHistoryAnswer = z.object({
  success,
  history: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      timestamp,
      actor: z.string().describe('system, operator:<id> or api_key:<id>'),
      text: z.string().describe('What happened, in plain words'),
      details: z.string().nullable().describe('From what to what, and why'),
    }),
  ),
  next: nextPage,
});
