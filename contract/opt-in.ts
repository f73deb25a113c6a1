import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

export const optInKinds = ['account_link', 'form'] as const;
export const formFields = ['name', 'phone', 'username'] as const;
export type FormField = (typeof formFields)[number];

const title = z.string().trim().min(1).max(200).describe('Heading of the form; a name for a link');
const words = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .describe('What the person sends, without the code: it is added by itself');
const agreement = z
  .string()
  .trim()
  .max(5_000)
  .describe('What people agree to: the words beside the tick, or beside the link where it stands');
const account = z.string().max(20).describe('acc_1');
const fields = z
  .strictObject({
    name: z.enum(['required', 'optional']).optional(),
    phone: z.enum(['required', 'optional']).optional(),
    username: z.enum(['required', 'optional']).optional(),
  })
  .refine((asked) => asked.phone || asked.username, {
    error: 'ask for a phone or a username',
  })
  .describe('What the form asks for; a phone or a username at least');
const successText = z.string().trim().max(2_000).describe('Shown when the form is filled');
const allowedOrigins = z
  .array(z.string().max(200))
  .max(20)
  .describe('Sites that may show the form in place: https://example.com');
const language = z.enum(['ru', 'en']);

export const newPointBody = z.strictObject({
  kind: z.enum(optInKinds),
  source: z.string().trim().min(1).max(200).describe('Of the basis opt_in; declared if it is new'),
  title,
  agreement: agreement.default(''),
  words: words.optional(),
  account_id: account.optional(),
  language: language.optional().describe("The workspace's when left out"),
  fields: fields.optional(),
  success_text: successText.default(''),
  allowed_origins: allowedOrigins.default([]),
});

export const pointPatch = z
  .strictObject({
    status: z.enum(['active', 'closed']),
    title,
    agreement,
    words,
    account_id: account.nullable(),
    language,
    fields,
    success_text: successText,
    allowed_origins: allowedOrigins,
  })
  .partial();

export const pointParams = z.object({ id: z.coerce.number().int().positive() });

export const pointsQuery = pageQuery.extend({
  status: z.enum(['active', 'closed']).optional(),
  kind: z.enum(optInKinds).optional(),
});

export const pointView = z.object({
  id: z.number(),
  kind: z.enum(optInKinds),
  status: z.enum(['active', 'closed']),
  source: z.string(),
  title: z.string(),
  language,
  agreement: z.string(),
  agreement_version: z.number().describe('Grows with every change of the agreement'),
  words: z.string(),
  code: z.string().describe('By which a message is recognised: #k7f2'),
  first_words: z.string().describe('What the link puts into the message field'),
  account_id: z.string().nullable(),
  link: z.string().nullable().describe('Opens the chat with the account, the words in place'),
  form_url: z.string().nullable(),
  snippet: z.string().nullable().describe('For the HTML of a site that may show the form'),
  problem: z.string().nullable().describe('Why the link leads nowhere at the moment'),
  fields: z.partialRecord(z.enum(formFields), z.enum(['required', 'optional'])),
  success_text: z.string(),
  allowed_origins: z.array(z.string()),
  acts: z.number().describe('How often people opted in here'),
  people: z.number().describe('How many different people did'),
  last_act_at: timestamp.nullable(),
  created_at: timestamp,
  updated_at: timestamp,
});

export const pointAnswer = z.object({ success, point: pointView });
export const pointsAnswer = z.object({ success, points: z.array(pointView), next: nextPage });

/** The hosted form, as a browser posts it. Everything else about it is the handler's to judge. */
export const formParams = z.object({ key: z.string() });
export const formQuery = z.object({
  embed: z.string().max(10).optional().describe('1: shown in place by a site'),
  theme: z.string().max(10).optional().describe('light: never dark'),
  page: z.string().max(2_000).optional().describe('The page that shows it'),
});
