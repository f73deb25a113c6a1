import { z } from 'zod';
import { accountStatuses } from './accounts.ts';
import { success, timestamp } from './common.ts';

const day = z.iso.date();

/** What every view of the figures may be asked for. */
export const analyticsQuery = z.object({
  from: day.optional().describe('First day, in the time zone of the workspace; 30 days back'),
  to: day.optional().describe('Last day, included; today'),
  campaign: z.coerce.number().int().positive().optional().describe('The number of a campaign'),
  account: z.string().max(32).optional().describe('acc_1'),
  source: z.coerce.number().int().positive().optional().describe('The id of a source'),
  format: z.enum(['json', 'csv']).default('json').describe('csv: a file for spreadsheets'),
});

export const answersQuery = analyticsQuery.extend({
  by: z
    .enum(['day', 'hour'])
    .default('day')
    .describe('hour: of 31 days at most, within the last 92'),
});

const period = {
  success,
  from: day,
  to: day,
  time_zone: z.string(),
  counted_to: timestamp.nullable().describe('What happened up to then is in the figures'),
};

const share = z.number().nullable().describe('From 0 to 1; null: of nothing');

export const funnelAnswer = z.object({
  ...period,
  stages: z.array(
    z.object({
      kind: z.enum(['stage', 'follow_up', 'invite']),
      stage: z.number(),
      variant: z.number(),
      sent: z.number(),
      failed: z.number(),
      replied: z.number().describe('Messages that were answered'),
      agreed: z.number().describe('… with an agreement'),
      refused: z.number().describe('… after which the person refused'),
      converted: z.number().describe('… after which the goal was reached'),
      replied_share: share,
      agreed_share: share,
      refused_share: share,
      converted_share: share,
    }),
  ),
});

export const answersAnswer = z.object({
  ...period,
  points: z.array(
    z.object({
      at: z.string().describe('2026-03-02, or by hour the moment at which it begins'),
      sent: z.number(),
      replies: z.number(),
      refusals: z.number(),
      converted: z.number(),
    }),
  ),
});

export const accountFiguresAnswer = z.object({
  ...period,
  accounts: z.array(
    z.object({
      account_id: z.string(),
      name: z.string(),
      status: z.enum(accountStatuses).nullable().describe('null: deleted'),
      sent: z.number(),
      first: z.number(),
      failed: z.number(),
      errors: z.record(z.string(), z.number()).describe('Failures by their cause'),
      floods: z.number(),
      replies: z.number(),
      replied_share: share.describe('Of the people first written to: those who answered'),
      refusals: z.number(),
      converted: z.number(),
      days_in_status: z
        .partialRecord(z.enum(accountStatuses), z.number())
        .describe('Within the period, to a tenth'),
    }),
  ),
});

export const sourceFiguresAnswer = z.object({
  ...period,
  sources: z.array(
    z.object({
      source_id: z.number().nullable().describe('null: people without a recorded source'),
      name: z.string(),
      people: z
        .number()
        .nullable()
        .describe('Who is in it now; 100000 stands for more as well; null: unknown'),
      sent: z.number(),
      written_to: z.number().describe('People written to for the first time'),
      replied: z.number().describe('People who answered for the first time'),
      refused: z.number(),
      converted: z.number(),
      replied_share: share,
      refused_share: share,
      converted_share: share,
    }),
  ),
});

export const refusalCauses = [
  'rule',
  'model',
  'language_model',
  'operator',
  'api',
  'import',
  'other',
] as const;

export const refusalsAnswer = z.object({
  ...period,
  total: z.number(),
  corrected: z.number().describe('Stops that were taken back in the period'),
  causes: z.array(
    z.object({ cause: z.enum(refusalCauses), text: z.string(), refusals: z.number(), share }),
  ),
});
