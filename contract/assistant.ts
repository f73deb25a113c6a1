import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

/** off: no answers; draft: a person approves each; automatic: they leave by themselves. */
export const assistantModes = ['off', 'draft', 'automatic'] as const;
export type AssistantMode = (typeof assistantModes)[number];

/** Why an answer was left to a person. */
export const handOverReasons = [
  'not_configured',
  'switched_off',
  'limit_of_answers',
  'over_budget',
  'injection',
  'model_unreachable',
  'timeout',
  'interrupted',
  'refused',
  'unsure',
  'nonsense',
  'wrong_language',
  'leaked_prompt',
  'unfounded',
  'forbidden_words',
  'over_length',
] as const;
export type HandOverReason = (typeof handOverReasons)[number];

export const answerStatuses = ['draft', 'approved', 'sent', 'discarded'] as const;
export type AnswerStatus = (typeof answerStatuses)[number];

/** What a person's reply means. */
export const verdicts = ['refusal', 'agreement', 'question', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

const price = z.number().min(0).max(1_000_000);

/** What is left out stays as it was; null gives it back to the environment (a budget: no bound). */
export const assistantSettingsBody = z
  .strictObject({
    mode: z.enum(assistantModes),
    base_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .nullable()
      .describe('Any server with OpenAI’s protocol: the address before /chat/completions'),
    api_key: z
      .string()
      .trim()
      .regex(/^\S{1,500}$/)
      .nullable()
      .describe('Never shown again; it goes with the address, a new address needs it again'),
    model: z.string().trim().min(1).max(200).nullable(),
    price_in: price.nullable().describe('For a million tokens, in the currency of the bill'),
    price_out: price.nullable(),
    budget_cost: price.nullable().describe('Money a day; it needs the prices'),
    budget_tokens: z.number().int().min(0).max(1_000_000_000).nullable().describe('Tokens a day'),
  })
  .partial();

export const assistantSettingsView = z.object({
  is_configured: z.boolean(),
  mode: z.enum(assistantModes),
  base_url: z.string().nullable(),
  api_key_set: z.boolean(),
  model: z.string().nullable(),
  price_in: z.number().nullable(),
  price_out: z.number().nullable(),
  budget_cost: z.number().nullable(),
  budget_tokens: z.number().nullable(),
  today: z.object({
    calls: z.number(),
    tokens_in: z.number(),
    tokens_out: z.number(),
    cost: z.number(),
  }),
});

export const assistantSettingsAnswer = z.object({ success, settings: assistantSettingsView });

const roleFields = {
  name: z.string().trim().min(1).max(100),
  prompt: z.string().trim().min(1).max(8_000).describe('Who answers, and how'),
  tone: z.string().trim().max(500),
  facts: z.string().trim().max(16_000).describe('What may be said: prices, terms, addresses'),
  never_say: z
    .array(z.string().trim().min(2).max(100))
    .max(200)
    .describe('Words and phrases in any of their forms'),
  language: z.enum(['auto', 'ru', 'en']),
  max_length: z.number().int().min(50).max(4_096).describe('Characters of one answer'),
  max_answers: z.number().int().min(0).max(1_000).describe('Answers in one dialog'),
  mode: z.enum(assistantModes).nullable().describe("null: the workspace's"),
};

export const newRoleBody = z.strictObject({
  name: roleFields.name,
  prompt: roleFields.prompt,
  tone: roleFields.tone.default(''),
  facts: roleFields.facts.default(''),
  never_say: roleFields.never_say.default([]),
  language: roleFields.language.default('auto'),
  max_length: roleFields.max_length.default(600),
  max_answers: roleFields.max_answers.default(10),
  mode: roleFields.mode.default(null),
});

export const rolePatch = z.strictObject(roleFields).partial();

export const roleView = z.object({
  id: z.number(),
  ...roleFields,
  created_at: timestamp,
  updated_at: timestamp,
});

export const accountRoleBody = z.strictObject({
  role_id: z.number().int().positive().nullable().describe('null: people answer'),
});

export const roleAnswer = z.object({ success, role: roleView });
export const rolesAnswer = z.object({ success, roles: z.array(roleView), next: nextPage });

export const knowledgeKinds = ['text', 'txt', 'md', 'html', 'csv', 'docx'] as const;
export type KnowledgeKind = (typeof knowledgeKinds)[number];

export const newKnowledgeBody = z.strictObject({
  title: z.string().trim().min(1).max(200),
  text: z.string().min(1).max(300_000),
});

export const knowledgeView = z.object({
  id: z.number(),
  title: z.string(),
  kind: z.enum(knowledgeKinds),
  characters: z.number(),
  passages: z.number().describe('Pieces it was cut into; answers are given from the fitting ones'),
  created_at: timestamp,
});

export const knowledgeAnswer = z.object({ success, document: knowledgeView });
export const knowledgePageAnswer = z.object({
  success,
  documents: z.array(knowledgeView),
  next: nextPage,
});

export const knowledgeSearchQuery = z.object({
  q: z.string().trim().min(1).max(500),
  limit: z.coerce.number().int().min(1).max(20).default(5),
});

export const knowledgeSearchAnswer = z.object({
  success,
  passages: z
    .array(
      z.object({
        document_id: z.number(),
        title: z.string(),
        heading: z.string(),
        content: z.string(),
        rank: z.number(),
      }),
    )
    .describe('The best first, as an answer would be given from them'),
});

export const answersQuery = pageQuery.extend({
  status: z.enum(answerStatuses).optional(),
  dialog_id: z.coerce.number().int().positive().optional().describe('The number of the dialog'),
});

export const answerView = z.object({
  id: z.number(),
  purpose: z.enum(['answer', 'judge', 'opening']),
  outcome: z.enum(['pending', 'answer', 'verdict', 'opening', 'hand_over']),
  reason: z.string().nullable().describe('Why it was handed over; of a judgement, the verdict'),
  why: z.string().nullable().describe('The reason in plain words'),
  status: z.enum(answerStatuses).nullable(),
  text: z.string().nullable().describe('What the model wrote, fit or not'),
  role_id: z.number().nullable(),
  dialog_id: z.number().nullable().describe('The number of the dialog'),
  message_id: z.number().nullable().describe('What it answers'),
  sent_message_id: z.number().nullable(),
  model: z.string().nullable(),
  tokens_in: z.number(),
  tokens_out: z.number(),
  cost: z.number(),
  latency_ms: z.number().nullable(),
  created_at: timestamp,
});

export const answersAnswer = z.object({ success, answers: z.array(answerView), next: nextPage });

export const answerAnswer = z.object({
  success,
  answer: answerView.extend({
    prompt: z
      .object({ system: z.string(), user: z.string() })
      .nullable()
      .describe('What the model was given; null when nothing was or it was erased'),
  }),
});
