import { z } from 'zod';
import { success, timestamp } from './common.ts';

export const forecastQuery = z.object({
  reply_share: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('What part of the people answers, and so needs no follow-up; nobody unless given'),
});

const planned = { first: z.number(), follow_ups: z.number() };

export const forecastAnswer = z.object({
  success,
  forecast: z.object({
    begins_at: timestamp,
    people: z.number().describe('Who will be written to, sooner or later'),
    first: z.number().describe('First messages within the time looked at'),
    follow_ups: z.number(),
    waiting: z.number().describe('People whose turn does not come within that time'),
    last_first_at: timestamp.nullable(),
    ends_at: timestamp.nullable().describe('When the last silence is over; null: not foreseeable'),
    message: z.string(),
    days: z.array(
      z.object({
        day: z.string(),
        ...planned,
        accounts: z
          .array(z.object({ account_id: z.string(), ...planned }))
          .describe('Of the first 60 days'),
      }),
    ),
    accounts: z.array(
      z.object({
        account_id: z.string(),
        ...planned,
        status: z.string(),
        counts: z.boolean().describe('false: it cannot write at present and isn’t counted on'),
      }),
    ),
    left_out: z.array(
      z.object({
        reason: z.string(),
        count: z.number(),
        message: z.string(),
        examples: z.array(
          z.object({
            contact_id: z.number(),
            user_id: z.number().nullable(),
            username: z.string().nullable(),
            name: z.string(),
          }),
        ),
      }),
    ),
  }),
});
