import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { consentBases, decisionView, messageView } from './messages.ts';

export const evidenceParams = z.object({ id: z.coerce.number().int().positive() });
export const evidenceQuery = pageQuery;

const anything = z.record(z.string(), z.unknown());

const consentRecord = z.object({
  id: z.number(),
  source: z.string(),
  basis: z.enum(consentBases),
  given_at: timestamp,
  relied_on: z.boolean().describe('The consent by which the person is written to'),
  message: z.string().describe('In plain words'),
  evidence: anything,
});

const optInRecord = z.object({
  id: z.number(),
  point_id: z.number(),
  point: z.string(),
  way: z.enum(['message', 'form']),
  at: timestamp,
  consent_id: z.number().nullable(),
  message_id: z.number().nullable().describe('The message by which the person opted in'),
  lifted_stop: z.boolean(),
});

const stopRecord = z.object({
  id: z.number(),
  kind: z.enum(['telegram_id', 'username', 'phone']),
  reason: z.string(),
  since: timestamp,
  evidence: anything,
  lifted_at: timestamp.nullable(),
  lifted_because: z.string().nullable(),
});

const historyRecord = z.object({
  id: z.number(),
  at: timestamp,
  type: z.string(),
  actor: z.string(),
  message: z.string().describe('In plain words'),
  data: anything,
});

export const evidencedMessage = messageView.extend({
  why: z.string(),
  decisions: z.array(decisionView),
});

/** One person's whole file. */
export const evidenceAnswer = z.object({
  success,
  contact: z.object({
    id: z.number(),
    telegram_id: z.number().nullable(),
    username: z.string().nullable(),
    phone: z.string().nullable(),
    first_name: z.string(),
    last_name: z.string(),
    created_at: timestamp,
    opted_out_at: timestamp.nullable(),
    may_be_written_to: z.boolean(),
    why: z.string().describe('In plain words: why the person may or may not be written to'),
  }),
  merged_contact_ids: z.array(z.number()).describe('Contacts that turned out to be this person'),
  consents: z.array(consentRecord),
  opt_ins: z.array(optInRecord),
  stops: z.array(stopRecord).describe('By the hashes of what the person is known by now'),
  history: z.array(historyRecord).describe('What happened to the contact, newest first'),
  shortened: z
    .array(z.enum(['consents', 'opt_ins', 'stops', 'history']))
    .describe('Lists that hold the newest 200 only; the file has them whole'),
  messages: z.array(evidencedMessage).describe('Newest first'),
  next: nextPage,
});
