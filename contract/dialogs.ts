import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { messageTypes, messageView, outgoingTypes } from './messages.ts';

export const dialogStatuses = [
  'active',
  'stopped',
  'converted',
  'completed',
  'failed',
  'waiting',
] as const;

const verdict = z.enum(['refusal', 'agreement', 'question', 'unclear']);

export const dialogsQuery = pageQuery.extend({
  status: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.enum(dialogStatuses)))
    .optional()
    .describe('One or more statuses, separated by commas'),
  account_id: z.string().max(32).optional(),
  campaign: z.coerce.number().int().positive().optional(),
  operator_id: z.coerce.number().int().positive().optional(),
  contact_id: z.coerce.number().int().positive().optional(),
  unanswered: z.stringbool().optional().describe('true: the person had the last word'),
  unassigned: z.stringbool().optional().describe('true: no operator is responsible'),
  snoozed: z.stringbool().optional().describe('true: put off until later'),
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('How the username, phone, first or last name of the person begins'),
  sort: z
    .enum(['newest', 'activity', 'waiting'])
    .default('newest')
    .describe(
      'newest: the newest dialog first; activity: where something was said last; waiting: those that wait for a person, the longest first',
    ),
});

const lastWords = z.object({
  id: z.number().describe('The number of the message here'),
  direction: z.enum(['in', 'out']),
  status: messageView.shape.status,
  type: z.enum(outgoingTypes),
  text: z.string().describe('The first 200 characters of the text or caption'),
});

export const dialogView = z.object({
  id: z.number().describe('The number of the dialog'),
  contact_id: z.number(),
  user_id: z.number().nullable(),
  username: z.string().nullable(),
  name: z.string(),
  account_id: z.string().describe('acc_1, or biz_1 of a business account'),
  account_name: z.string().nullable().describe('Of a business account: its owner'),
  status: z.enum(dialogStatuses),
  is_automatic: z.boolean().describe('A script or a model answers; otherwise a person does'),
  waiting_because: z.string().nullable().describe('In plain words'),
  waiting_since: timestamp.nullable(),
  operator_id: z.number().nullable(),
  snoozed_until: timestamp.nullable(),
  snooze_note: z.string().nullable(),
  role_id: z.number().nullable(),
  notes: z.string(),
  campaign: z.number().nullable().describe('The campaign that leads it'),
  stage: z.number().nullable(),
  first_message_at: timestamp.nullable(),
  last_message_at: timestamp.nullable(),
  last_response_at: timestamp.nullable(),
  is_unread: z
    .boolean()
    .describe('The person had the last word and you have not looked at it; false for an API key'),
  last_words: lastWords.nullable().describe('The latest message, sent or not'),
});

export const judgementView = z.object({
  id: z.number(),
  message_id: z.number().describe('The number of the message here'),
  at: timestamp,
  verdict,
  cause: z.string().describe('Which rule or model judged'),
  decision: z.string().describe('What followed'),
  decision_text: z.string(),
  corrected_to: verdict.nullable(),
});

export const dialogsAnswer = z.object({ success, dialogs: z.array(dialogView), next: nextPage });
export const dialogAnswer = z.object({
  success,
  dialog: dialogView,
  draft: z
    .object({ id: z.number(), text: z.string() })
    .nullable()
    .describe('What the AI would answer here, if somebody lets it'),
  judgements: z.array(judgementView).describe('The latest 50, newest first'),
  messages: z.array(messageView).describe('The latest 50, newest first'),
});

export const dialogMessagesAnswer = z.object({
  success,
  messages: z.array(messageView).describe('Newest first'),
  judgements: z.array(judgementView).describe('What was made of those of them that were judged'),
  next: nextPage,
});

export const dialogChanged = z.object({
  success,
  message: z.string(),
  dialog: dialogView,
  cancelled: z.number().optional().describe('Messages that were waiting and will not leave'),
  on_their_way: z.number().optional().describe('Messages that had left before'),
});

export const readBody = z.strictObject({
  message_id: z.number().int().positive().describe('The number here of the latest one looked at'),
});

export const completeBody = z.strictObject({
  outcome: z.enum(['completed', 'converted']).default('completed'),
});
export const assignBody = z.strictObject({ operator_id: z.number().int().positive().nullable() });
export const snoozeBody = z.strictObject({
  until: timestamp.nullish().describe('null: no longer put off'),
  days: z.number().int().min(1).max(400).optional(),
  note: z.string().trim().max(500).default(''),
});
export const dialogPatch = z
  .strictObject({
    notes: z.string().max(10_000),
    role_id: z.number().int().positive().nullable(),
  })
  .partial();

export const replyBody = z.strictObject({
  type: z.enum(messageTypes).default('text'),
  content: z.string().max(4_096).nullish(),
  caption: z.string().max(1_024).nullish(),
  file_url: z.string().max(4_096).nullish(),
  file_base64: z.string().nullish(),
  file_path: z.string().max(4_096).nullish(),
  filename: z.string().max(255).nullish(),
});
export const replyAnswer = z.object({
  success,
  id: z.number().describe('Ask for its fate with GET /messages/:id'),
  dialog: dialogView,
});

export const correctBody = z.strictObject({
  verdict,
  because: z.string().trim().min(3).max(500),
});
export const correctAnswer = z.object({
  success,
  message: z.string(),
  stop_lifted: z.boolean(),
});

export const approveBody = z.strictObject({
  text: z.string().trim().min(1).max(4_096).optional().describe('Instead of the draft'),
});
