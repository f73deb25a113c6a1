import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

export const messageTypes = ['text', 'photo', 'video_note', 'voice', 'video', 'document'] as const;

export type MessageType = (typeof messageTypes)[number];
/** invite: no words, but the person is brought into a chat. */
export const outgoingTypes = [...messageTypes, 'invite'] as const;
export type OutgoingType = (typeof outgoingTypes)[number];
/** Kinds of media that a message can carry. */
export type MediaType = Exclude<MessageType, 'text'>;

/** Why we may write to somebody; a source stands for one basis. */
export const consentBases = [
  'opt_in',
  'customer',
  'inbound',
  'contract',
  'public_business',
] as const;

export const consentInput = z.strictObject({
  source: z.string().trim().min(1).max(200).describe('Where the consent comes from'),
  basis: z.enum(consentBases),
  evidence: z.record(z.string(), z.unknown()).optional().describe('What proves it'),
});

const recipient = {
  user_id: z.number().int().positive().optional().describe('Telegram id'),
  username: z.string().max(100).optional(),
  phone: z.string().max(32).optional(),
};

export const sendBody = z.strictObject({
  ...recipient,
  account_id: z.string().nullish().describe('acc_1; chosen when left out'),
  type: z.enum(messageTypes).default('text'),
  content: z.string().max(4_096).nullish(),
  file_url: z.string().max(4_096).nullish(),
  file_base64: z.string().nullish(),
  file_path: z.string().max(4_096).nullish().describe('Inside the media folder'),
  caption: z.string().max(1_024).nullish(),
  filename: z.string().max(255).nullish(),
  consent: consentInput.nullish(),
  quiet_hours: z.boolean().default(false).describe('Keep the quiet hours of the workspace'),
});

export const sendQuery = z.object({
  wait: z
    .stringbool()
    .default(true)
    .describe('false: answers at once, the message leaves when the gate lets it'),
});

export const messageError = z.object({
  code: z.string(),
  reason: z.string(),
  message: z.string(),
  retry_after: z.number().optional(),
});

export const sentAnswer = z.object({
  success,
  id: z.number().describe('The number of the message here'),
  message_id: z.number().describe('The number of the message in Telegram'),
  account_id: z.string(),
  account_phone: z.string().nullable(),
  proxy_used: z.boolean(),
});

export const queuedAnswer = z.object({
  success,
  id: z.number().describe('Ask for its fate with GET /messages/:id'),
  status: z.enum(['queued', 'sending']),
  account_id: z.string(),
});

export const messageView = z.object({
  id: z.number(),
  message_id: z.number().nullable().describe('The number of the message in Telegram'),
  direction: z.enum(['in', 'out']),
  status: z.enum(['received', 'queued', 'sending', 'sent', 'failed', 'cancelled', 'unconfirmed']),
  account_id: z.string(),
  user_id: z.number().nullable(),
  type: z.enum(outgoingTypes),
  text: z.string().nullable(),
  caption: z.string().nullable(),
  file_id: z.string().nullable().describe('GET /files/:file_id'),
  filename: z.string().nullable(),
  mime_type: z.string().nullable(),
  size: z.number().nullable(),
  duration: z.number().nullable(),
  date: timestamp.describe('When it was sent; of one that wasn’t, when it was written'),
  proxy_used: z.boolean().nullable(),
  due_at: timestamp.nullable(),
  error: messageError.nullable(),
  origin: z
    .string()
    .nullable()
    .describe('Who wrote it: campaign, ai, operator, api, app … null: the person'),
});

export const decisionView = z.object({
  at: timestamp,
  verdict: z.enum(['passed', 'deferred', 'refused']),
  reason: z.string(),
  message: z.string(),
  until: timestamp.nullable(),
});

export const messageAnswer = z.object({
  success,
  message: messageView.extend({
    why: z.string().describe('In plain words: why it was or wasn’t sent'),
    decisions: z.array(decisionView),
  }),
});

const laneNames = ['first', 'next', 'answer'] as const;

/** Whether and why an account isn't sending right now. */
export const accountWhyAnswer = z.object({
  success,
  account_id: z.string(),
  sends: z.boolean().describe('Whether what is due would leave now'),
  why: z.string().describe('The one answer, in plain words'),
  may_send: z
    .array(
      z.object({
        kind: z
          .enum(laneNames)
          .describe('To a new person, in a dialog under way, in answer to a person'),
        allowed: z.boolean(),
        reason: z.string(),
        message: z.string(),
        until: timestamp.nullable(),
      }),
    )
    .describe(
      'What the gate would say of a message to somebody with a consent, keeping quiet hours',
    ),
  status: z.string(),
  status_until: timestamp.nullable(),
  connection: z.enum(['offline', 'connecting', 'online', 'failed']),
  is_held: z.boolean().describe('A running process is responsible for the account'),
  uses_proxy: z.boolean(),
  sent_today: z.number(),
  answers_today: z.number(),
  max_daily_messages: z.number(),
  max_daily_answers: z.number(),
  daily_limit: z.number().describe('Up to how many a day may begin with new people'),
  next_unprompted_at: timestamp.nullable().describe('The pause between messages ends'),
  queue: z.object({
    waiting: z.number(),
    waiting_is_more: z.boolean().describe('There are more than were counted'),
    due: z.number().describe('Of those counted, how many could leave now'),
    on_their_way: z.number(),
    heads: z
      .array(
        z.object({
          kind: z.enum(laneNames),
          id: z.number().describe('GET /messages/:id'),
          due_at: timestamp,
          why: z.string(),
          recorded_at: timestamp.nullable().describe('When the gate last decided about it'),
        }),
      )
      .describe('The message at the head of each queue'),
  }),
});

export const historyAnswer = z.object({
  success,
  user_id: z.number(),
  dialogs: z.array(
    z.object({
      id: z.number(),
      account_id: z.string(),
      status: z.enum(['active', 'stopped', 'converted', 'completed', 'failed', 'waiting']),
      first_message_at: timestamp.nullable(),
      last_message_at: timestamp.nullable(),
      last_response_at: timestamp.nullable(),
    }),
  ),
  messages: z.array(messageView).describe('Newest first'),
  next: nextPage,
});

export const stopBody = z.strictObject({
  ...recipient,
  reason: z.string().trim().min(1).max(500).default('operator'),
  evidence: z.record(z.string(), z.unknown()).default({}),
});

export const stopAnswer = z.object({
  success,
  message: z.string(),
  cancelled: z.number().describe('Messages that were waiting and will not leave'),
  undecided: z
    .number()
    .describe('Messages that left before the stop and of which Telegram said nothing within 30 s'),
});

export const liftStopBody = z.strictObject({
  ...recipient,
  because: z.string().trim().min(3).max(500).describe('Why the stop was wrong; it is kept'),
});

export const doNotContactQuery = pageQuery.extend({
  person: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('A phone, a username or a Telegram id: its entries, if it is on the list'),
});
export const doNotContactAnswer = z.object({
  success,
  entries: z.array(
    z.object({
      id: z.number(),
      kind: z.enum(['telegram_id', 'username', 'phone']),
      reason: z.string(),
      since: timestamp,
    }),
  ),
  next: nextPage,
});
