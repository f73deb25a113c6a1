import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { jobView } from './jobs.ts';
import { consentBases, consentInput } from './messages.ts';

export const contactStatuses = [
  'pending',
  'contacted',
  'in_progress',
  'completed',
  'failed',
] as const;

const tag = z.string().trim().min(1).max(50);
const tags = z.array(tag).max(50);
const language = z
  .string()
  .regex(/^[a-z]{2}$/)
  .describe('ISO 639-1: ru, en, …');
const timeZone = z.string().max(64).describe('IANA: Europe/Moscow');

/** Fields of the team's own; the values are plain. */
export const customFields = z
  .record(
    z.string().trim().min(1).max(64),
    z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]),
  )
  .refine((fields) => Object.keys(fields).length <= 100, 'at most 100 fields');

const fields = {
  first_name: z.string().trim().max(200),
  last_name: z.string().trim().max(200),
  priority: z.number().int().min(1).max(10),
  status: z.enum(contactStatuses),
  account_id: z.string().nullable().describe('acc_1: the account that is to write to them'),
  custom: customFields.describe('Merged into what is known; null removes a field'),
  tags,
  language: language.nullable(),
  time_zone: timeZone.nullable(),
  notes: z.string().max(10_000),
};

const identifiers = {
  telegram_id: z.number().int().positive(),
  username: z.string().max(100),
  phone: z.string().max(32),
};

export const contactView = z.object({
  id: z.number(),
  telegram_id: z.number().nullable(),
  username: z.string().nullable(),
  phone: z.string().nullable(),
  first_name: z.string(),
  last_name: z.string(),
  priority: z.number(),
  status: z.enum(contactStatuses),
  account_id: z.string().nullable(),
  custom: z.record(z.string(), z.unknown()),
  tags: z.array(z.string()),
  language: z.string().nullable(),
  time_zone: z.string().nullable(),
  notes: z.string(),
  source: z.string().nullable().describe('Of the newest consent'),
  basis: z.enum(consentBases).nullable(),
  consent_at: timestamp.nullable(),
  opted_out_at: timestamp.nullable(),
  created_at: timestamp,
});

export const contactParams = z.object({ id: z.coerce.number().int().positive() });
export const contactAnswer = z.object({ success, contact: contactView });

export const newContactBody = z
  .strictObject({ ...identifiers, ...fields })
  .partial()
  .extend({ consent: consentInput.nullish() });
export const savedContactAnswer = contactAnswer.extend({
  created: z.boolean().describe('false: somebody known, updated'),
});
export const contactPatch = z.strictObject({ ...identifiers, ...fields }).partial();

const list = <T extends z.ZodType<string | number, string>>(item: T) =>
  z.union([
    z.array(item).max(50),
    z
      .string()
      .max(1_000)
      .transform((value) => value.split(','))
      .pipe(z.array(item).max(50)),
  ]);
const flag = z.union([z.boolean(), z.stringbool()]);

/** Whom a page or an audience is about: all conditions together. */
export const contactFilter = z
  .strictObject({
    q: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .describe('How a username, phone, first or last name begins; several words must all fit'),
    status: list(z.enum(contactStatuses)),
    tags: list(tag).describe('All of them'),
    source: z.string().trim().min(1).max(200),
    language,
    has_consent: flag,
    opted_out: flag,
    account_id: z.string().max(32),
    priority: list(z.coerce.number<string>().int().min(1).max(10)),
  })
  .partial();

export const contactsQuery = pageQuery.extend(contactFilter.shape);
export const contactsAnswer = z.object({
  success,
  contacts: z.array(contactView),
  next: nextPage,
});

/** A count goes so far and no further: beyond it a page says "more than". */
export const countAnswer = z.object({
  success,
  count: z.number().nullable().describe('null: more than counted_up_to'),
  counted_up_to: z.number(),
});

export const sourceView = z.object({
  id: z.number(),
  name: z.string(),
  basis: z.enum(consentBases),
  note: z.string(),
  created_at: timestamp,
});
const note = z.string().trim().max(2_000);
export const newSourceBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  basis: z.enum(consentBases),
  note: note.default(''),
});
export const sourcePatch = z.strictObject({ note });
export const sourceAnswer = z.object({ success, source: sourceView });
export const sourcesAnswer = z.object({
  success,
  sources: z.array(sourceView),
  next: nextPage,
});

/** What a column of a file can be. */
export const importFields = [
  'telegram_id',
  'username',
  'phone',
  'first_name',
  'last_name',
  'full_name',
  'priority',
  'status',
  'account_id',
  'tags',
  'language',
  'time_zone',
  'notes',
] as const;

export const importField = z.union([
  z.enum(importFields),
  z
    .string()
    .regex(/^custom\.\S.{0,63}$/)
    .describe('custom.<name>: a field of your own'),
]);

/** How a file is to be read; what is left out is found out from the file. */
export const fileOptions = z.strictObject({
  mapping: z
    .record(z.string().max(200), importField.nullable())
    .optional()
    .describe('By the header of a column or its number from 1; null leaves it out'),
  has_header: z.boolean().optional(),
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1251']).optional(),
});

/** The options of a preview; those of the import may be given as well. */
export const previewOptions = z.object(fileOptions.shape);

/** The options of an import, as JSON in the form field `options`. */
export const importOptions = fileOptions.extend({
  source: z
    .strictObject({
      name: z.string().trim().min(1).max(200),
      basis: z.enum(consentBases).optional().describe('Needed unless the source is declared'),
      note: note.optional(),
    })
    .describe('Where these people come from'),
  tags: tags.default([]).describe('Given to everybody in the file'),
  audience: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Name of a list that everybody is put on; made if there is none'),
  language: language.optional().describe('Where a row says none'),
  time_zone: timeZone.optional().describe('Where a row says none'),
  existing: z
    .enum(['update', 'keep'])
    .default('update')
    .describe(
      'Whether the fields of people already known are changed; consent, tags and list are added anyway',
    ),
  dry_run: z.boolean().default(false).describe('The same report, and nothing is written'),
});

/** The options of an import into the do-not-contact list. */
export const stopsImportOptions = fileOptions.extend({
  reason: z.string().trim().min(1).max(500).default('import').describe('Where a row says none'),
});

export const jobStartedAnswer = z.object({ success, job: jobView });

const rowView = z.object({
  row: z.number().describe('As a spreadsheet counts them'),
  person: z.record(z.string(), z.unknown()).nullable(),
  error: z.string().nullable(),
});
export const previewAnswer = z.object({
  success,
  format: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  has_header: z.boolean(),
  columns: z.array(
    z.object({
      number: z.number(),
      header: z.string().nullable(),
      field: z.string().nullable().describe('What it is taken for; null: left out'),
      samples: z.array(z.string()),
    }),
  ),
  rows: z.array(rowView).describe('What the first 20 rows would become'),
});

export const audienceKinds = ['list', 'filter'] as const;
const audienceName = z.string().trim().min(1).max(200);
export const newAudienceBody = z.strictObject({
  name: audienceName,
  note: note.default(''),
  filter: contactFilter
    .optional()
    .describe('People are found anew each time; without it the audience is a list'),
});
export const audiencePatch = z
  .strictObject({ name: audienceName, note, filter: contactFilter })
  .partial();
export const audienceView = z.object({
  id: z.number(),
  name: z.string(),
  kind: z.enum(audienceKinds),
  filter: z.record(z.string(), z.unknown()).nullable(),
  note: z.string(),
  size: z.number().nullable().describe('null: more than counted_up_to'),
  counted_up_to: z.number(),
  warning: z.string().nullable().describe('When the plan allows no more, or soon won’t'),
  created_at: timestamp,
});
export const audienceAnswer = z.object({ success, audience: audienceView });
export const audiencesAnswer = z.object({
  success,
  audiences: z.array(audienceView.omit({ size: true, counted_up_to: true, warning: true })),
  next: nextPage,
});

const contactIds = z.array(z.number().int().positive()).min(1).max(10_000);
/** People picked one by one, or all that fit. */
export const membersBody = z.union([
  z.strictObject({ contact_ids: contactIds }),
  z.strictObject({ filter: contactFilter }),
]);
export const tagsBody = z
  .strictObject({
    contact_ids: z.array(z.number().int().positive()).min(1).max(1_000),
    add: tags.default([]),
    remove: tags.default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'name a tag to add or to remove');
export const taggedAnswer = z.object({
  success,
  message: z.string(),
  contact_ids: z.array(z.number()).describe('Whose tags are others now; the rest had them so'),
});
export const removeMembersBody = z.strictObject({ contact_ids: contactIds });
export const membersAnswer = z.object({
  success,
  message: z.string(),
  added: z.number().optional(),
  removed: z.number().optional(),
  job: jobView.optional().describe('When there are many of them'),
});

export const exportQuery = z.object({
  format: z.enum(['csv', 'xlsx']).default('csv'),
  delimiter: z.enum([',', ';']).default(';').describe('Of CSV'),
});
