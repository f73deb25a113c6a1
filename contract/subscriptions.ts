import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

const limits = {
  max_accounts: z.number().int().min(1).max(10_000),
  max_audience: z.number().int().min(1).max(1_000_000).describe('People in one audience'),
  max_running_campaigns: z.number().int().min(1).max(100),
  campaign_cooldown_minutes: z
    .number()
    .int()
    .min(0)
    .max(10_080)
    .describe('Between the launches of two campaigns'),
};

const planFields = {
  name_ru: z.string().trim().min(1).max(32),
  name_en: z.string().trim().min(1).max(32),
  days: z.number().int().min(1).max(3_650),
  stars: z.number().int().min(0).max(100_000).describe('The price in Telegram Stars; 0: the trial'),
  ...limits,
  is_offered: z.boolean().describe('Whether customers may buy it now'),
};

export const planView = z.object({ code: z.string(), ...planFields });
export const plansAnswer = z.object({ success, plans: z.array(planView) });
export const planParams = z.object({ code: z.string().regex(/^[a-z0-9_-]{1,32}$/) });
export const planBody = z.strictObject(planFields);

/** What the workspace itself may do. */
export const ownPlanAnswer = z.object({
  success,
  plan: z.object({
    code: z.string().nullable().describe('null: the workspace of the installation’s own team'),
    ends_at: timestamp.nullable(),
    is_over: z.boolean(),
    ...limits,
  }),
});

export const customersQuery = pageQuery;
export const customersAnswer = z.object({
  success,
  customers: z.array(
    z.object({
      id: z.number().describe('Of their workspace'),
      name: z.string(),
      bot_id: z.number().nullable(),
      plan: z.string(),
      ends_at: timestamp,
      is_over: z.boolean(),
      paid_stars: z.number().describe('All they have paid and not got back'),
      started_at: timestamp,
    }),
  ),
  next: nextPage,
});
export const customerParams = z.object({ id: z.coerce.number().int().positive() });
export const giveDaysBody = z.strictObject({ days: z.number().int().min(1).max(365) });

export const refundStates = ['refunding', 'refunded', 'refused'] as const;
export type RefundState = (typeof refundStates)[number];

export const paymentView = z.object({
  id: z.number(),
  customer: z.object({ id: z.number().describe('Of their workspace'), name: z.string() }),
  plan: z.string(),
  days: z.number(),
  stars: z.number(),
  paid_at: timestamp,
  refund: z
    .enum(refundStates)
    .nullable()
    .describe(
      'refunding: Telegram has not answered yet and is asked again; refused: it may be asked for anew',
    ),
  refund_problem: z.string().nullable().describe('What Telegram said last, in its own words'),
  refunded_at: timestamp.nullable(),
});
export const paymentsQuery = pageQuery;
export const paymentsAnswer = z.object({
  success,
  payments: z.array(paymentView),
  next: nextPage,
});
export const paymentParams = z.object({ id: z.coerce.number().int().positive() });
export const refundAnswer = z.object({ success, message: z.string(), payment: paymentView });

export const questionsQuery = pageQuery;
export const questionsAnswer = z.object({
  success,
  questions: z.array(
    z.object({
      id: z.number(),
      customer: z.object({ id: z.number().describe('Of their workspace'), name: z.string() }),
      words: z.string(),
      asked_at: timestamp,
      answer: z.string().nullable(),
      answered_at: timestamp.nullable(),
    }),
  ),
  next: nextPage,
});
export const questionParams = z.object({ id: z.coerce.number().int().positive() });
export const answerBody = z.strictObject({ answer: z.string().trim().min(1).max(3_000) });
