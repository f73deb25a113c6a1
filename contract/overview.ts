import { z } from 'zod';
import { accountStatuses } from './accounts.ts';
import { campaignView } from './campaigns.ts';
import { success, timestamp } from './common.ts';

export const overviewQuery = z.object({
  days: z.coerce.number().int().min(1).max(31).default(7).describe('Days of the series, 7 or 30'),
});

const day = z.iso.date().describe('In the time zone of the workspace');

export const overviewAnswer = z.object({
  success,
  day,
  time_zone: z.string(),
  today: z.object({
    sent: z.number(),
    first: z.number().describe('Of those sent: to new people'),
    follow: z.number().describe('… to people written to before'),
    answers: z.number().describe('… to people who had written within 24 hours'),
    failed: z.number(),
    replies: z.number().describe('Messages that people wrote'),
    refusals: z.number().describe('People who must not be written to any more'),
    converted: z.number().describe('Dialogs that reached their goal'),
  }),
  waiting: z.object({
    count: z.number().describe('Dialogs that wait for a person; 1000 stands for more as well'),
    oldest: z
      .array(
        z.object({
          dialog: z.number(),
          contact_id: z.number(),
          name: z.string(),
          username: z.string().nullable(),
          account_id: z.string(),
          because: z.string().nullable().describe('In plain words'),
          since: timestamp.nullable(),
        }),
      )
      .describe('The ten that have waited longest'),
  }),
  accounts: z
    .object({
      total: z.number(),
      by_status: z.partialRecord(z.enum(accountStatuses), z.number()),
      used_today: z.number().describe('Messages of today that count against the limits'),
      limit_today: z.number().describe('How many the pool may begin with today'),
      in_trouble: z.number(),
      need_help: z
        .array(
          z.object({
            account_id: z.string(),
            name: z.string(),
            status: z.enum(accountStatuses),
            reason: z.string().describe('In plain words, with what to do'),
            since: timestamp,
          }),
        )
        .describe('Twenty of them at most, the latest first'),
    })
    .nullable()
    .describe('null: not for this role'),
  campaigns: z
    .array(
      z.object({
        id: z.number(),
        name: z.string(),
        status: campaignView.shape.status,
        launched_at: timestamp.nullable(),
        pause_reason: z.string().nullable(),
        is_preparing: z.boolean(),
        progress: campaignView.shape.progress,
      }),
    )
    .nullable()
    .describe('Scheduled, running and paused ones, the newest 20; null: not for this role'),
  series: z
    .array(
      z.object({
        day,
        sent: z.number(),
        replies: z.number(),
        refusals: z.number(),
        converted: z.number(),
      }),
    )
    .describe('Every day up to today, the oldest first'),
  first_steps: z.object({
    has_account: z.boolean(),
    has_contacts: z.boolean(),
    has_script: z.boolean(),
    has_rehearsal: z.boolean(),
    has_launched_campaign: z.boolean(),
  }),
});
