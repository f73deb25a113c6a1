import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { jobStatuses } from './jobs.ts';

/** How simulated people take to being written to. */
export const moods = ['interested', 'asks', 'refuses', 'silent', 'blocks', 'angry'] as const;

const share = z.number().min(0).max(1_000);

export const rehearsalBody = z.strictObject({
  people: z.number().int().min(1).max(200).default(200).describe('At most so many of the audience'),
  personas: z
    .partialRecord(z.enum(moods), share)
    .default({ silent: 45, interested: 25, asks: 12, refuses: 12, angry: 3, blocks: 3 })
    .refine((mixture) => Object.values(mixture).some((part) => part > 0), 'all shares are zero')
    .describe('How many of hundred take it how; only the proportions count'),
  seed: z
    .string()
    .max(100)
    .default('rehearsal')
    .describe('The same seed makes the same people do much the same'),
});

const reasoned = z.object({ reason: z.string(), count: z.number() });

/** A rehearsal as it is kept: reasons in words that texts belong to. */
export const rehearsalRecord = z.object({
  ending: z.enum(['done', 'waiting', 'paused', 'horizon', 'late']),
  began_at: timestamp,
  ended_at: timestamp,
  took_ms: z.number(),
  days: z.array(
    z.object({
      day: z.string(),
      first: z.number(),
      next: z.number(),
      follow_ups: z.number(),
      replies: z.number(),
      refusals: z.number(),
    }),
  ),
  accounts: z.array(
    z.object({ account_id: z.string(), first: z.number(), sent: z.number(), replies: z.number() }),
  ),
  stages: z.array(
    z.object({
      kind: z.enum(['stage', 'follow_up', 'invite']),
      stage: z.number(),
      variant: z.number(),
      sent: z.number(),
      failed: z.number(),
      answered: z.number(),
    }),
  ),
  verdicts: z.array(
    z.object({
      verdict: z.string(),
      count: z.number(),
      examples: z.array(z.object({ text: z.string(), cause: z.string(), decision: z.string() })),
    }),
  ),
  invites: z
    .object({
      added: z.number(),
      refused: z.number(),
      link_sent: z.number(),
      joined: z.number(),
    })
    .nullable()
    .default(null)
    .describe('null: the campaign invites nowhere'),
  outcomes: z.array(
    z.object({ status: z.string(), reason: z.string().nullable(), count: z.number() }),
  ),
  handed_over: z.array(reasoned),
  failures: z.array(
    reasoned.extend({ text: z.object({ ru: z.string(), en: z.string() }).nullable() }),
  ),
  do_not_contact: z.number(),
  errors: z.number().describe('Of the program itself'),
  dialogs: z.array(
    z.object({
      name: z.string(),
      persona: z.enum(moods),
      account_id: z.string(),
      status: z.string(),
      reason: z.string().nullable(),
      stage: z.number(),
      messages: z.array(
        z.object({
          from: z.enum(['us', 'person']),
          at: timestamp,
          type: z.string(),
          text: z.string(),
          verdict: z.string().nullable().describe('What was made of it'),
        }),
      ),
    }),
  ),
});

const told = reasoned.extend({ message: z.string() });

export const rehearsalReport = rehearsalRecord.extend({
  ending_message: z.string(),
  simulated_days: z.number(),
  people: z.object({
    audience: z.number().describe('Everybody the campaign is for'),
    sample: z.number(),
    written_to: z.number(),
  }),
  accounts_left_out: z.number().describe('That cannot write at present, or are too many'),
  left_out: z.array(told),
  handed_over: z.array(told),
  failures: z.array(told),
  problems: z.array(z.object({ kind: z.string(), count: z.number(), message: z.string() })),
});

export const rehearsalView = z.object({
  id: z.number(),
  campaign: z.number(),
  status: z.enum(jobStatuses),
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
  simulated_at: timestamp.nullable().describe('How far its clock is, while it is played'),
  error: z.string().nullable(),
  created_at: timestamp,
  finished_at: timestamp.nullable(),
});

export const rehearsalAnswer = z.object({
  success,
  rehearsal: rehearsalView.extend({ report: rehearsalReport.nullable() }),
});
export const rehearsalStartedAnswer = z.object({ success, rehearsal: rehearsalView });
export const rehearsalsQuery = pageQuery;
export const rehearsalsAnswer = z.object({
  success,
  rehearsals: z.array(rehearsalView),
  next: nextPage,
});
