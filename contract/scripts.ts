import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { messageTypes } from './messages.ts';

/** What one variant of a stage says: a text, or a file with a caption. */
const said = {
  type: z.enum(messageTypes).default('text'),
  content: z.string().max(16_384).nullish().describe('The text; Liquid variables may stand in it'),
  file_url: z.string().max(4_096).nullish(),
  file_path: z.string().max(4_096).nullish().describe('Inside the media folder'),
  media_id: z.number().int().positive().nullish().describe('A file of an earlier version'),
  caption: z.string().max(16_384).nullish(),
};

export const variantInput = z.strictObject({
  ...said,
  name: z.string().trim().min(1).max(100).nullish(),
  weight: z.number().int().min(1).max(1_000).default(1),
});

export const stageInput = z.strictObject({
  stage: z.number().int().positive().nullish().describe('Its number; the order of the list counts'),
  ...said,
  variants: z
    .array(variantInput)
    .min(1)
    .max(20)
    .nullish()
    .describe('Instead of one content: several, each sent to its share of people'),
  delay_min: z.number().int().min(0).max(2_592_000).default(0).describe('Seconds'),
  delay_max: z.number().int().min(0).max(2_592_000).nullish().describe('Seconds'),
  condition: z
    .string()
    .max(1_000)
    .nullish()
    .describe('A Liquid condition; where it does not hold the stage is left out'),
});

const stages = z.array(stageInput).min(1).max(50);

export const newScriptBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  stages,
});

export const scriptPatch = z
  .strictObject({ name: z.string().trim().min(1).max(200), stages, archived: z.boolean() })
  .partial();

export const scriptProblem = z.object({
  stage: z.number().nullable(),
  variant: z.number().nullable(),
  field: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
});

export const checkScriptBody = z.strictObject({ stages });
export const checkScriptAnswer = z.object({ success, problems: z.array(scriptProblem) });

export const variantView = z.object({
  name: z.string().nullable(),
  weight: z.number(),
  type: z.enum(messageTypes),
  content: z.string(),
  media_id: z.number().nullable(),
  filename: z.string().nullable(),
});

export const stageView = z.object({
  stage: z.number(),
  delay_min: z.number(),
  delay_max: z.number(),
  condition: z.string().nullable(),
  variants: z.array(variantView),
});

export const scriptView = z.object({
  id: z.number(),
  name: z.string(),
  version: z.number(),
  archived: z.boolean(),
  created_at: timestamp,
  changed_at: timestamp,
});

export const scriptAnswer = z.object({
  success,
  script: scriptView.extend({ stages: z.array(stageView) }),
  problems: z.array(scriptProblem).describe('Warnings: it works, but look'),
});

export const scriptsQuery = pageQuery.extend({
  archived: z.stringbool().default(false).describe('true: those put away, and no others'),
});
export const scriptsAnswer = z.object({ success, scripts: z.array(scriptView), next: nextPage });

export const scriptVersionsAnswer = z.object({
  success,
  versions: z.array(z.object({ version: z.number(), created_at: timestamp, stages: z.number() })),
});

export const previewBody = z.strictObject({
  contact_id: z.number().int().positive(),
  account_id: z.string().nullish().describe('acc_1: whose name the account variables take'),
  version: z.number().int().positive().nullish(),
});

export const previewAnswer = z.object({
  success,
  stages: z.array(
    z.object({
      stage: z.number(),
      is_left_out: z.boolean().describe('Its condition does not hold for this contact'),
      variants: z.array(
        z.object({ name: z.string().nullable(), type: z.enum(messageTypes), text: z.string() }),
      ),
    }),
  ),
});

/** Stages that may not be kept anywhere yet. */
export const previewStagesBody = z.strictObject({
  stages,
  contact_id: z.number().int().positive().nullish().describe('Left out: a made-up person'),
  account_id: z.string().nullish().describe('acc_1: whose name the account variables take'),
});

export const previewStagesAnswer = z.object({
  success,
  person: z.string().describe('The name of whom it is shown for'),
  stages: z.array(
    z.object({
      stage: z.number(),
      is_left_out: z.boolean().describe('Its condition does not hold for this person'),
      variants: z.array(
        z.object({
          text: z.string().nullable().describe('null: the text has a mistake, see /scripts/check'),
        }),
      ),
    }),
  ),
});

/** What came of a script in all its campaigns. */
export const scriptResultsAnswer = z.object({
  success,
  results: z.array(
    z.object({
      version: z.number(),
      stage: z.number(),
      variant: z.number(),
      sent: z.number(),
      failed: z.number(),
      answered: z.number(),
      answered_share: z.number().nullable(),
    }),
  ),
});
