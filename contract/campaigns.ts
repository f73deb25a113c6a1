import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';

export const campaignStatuses = ['draft', 'scheduled', 'running', 'paused', 'done'] as const;
export type CampaignStatus = (typeof campaignStatuses)[number];

/**
 * planned: nothing was put into the outbox yet; queued: the first message waits there; active: it
 * was sent and the script goes on; the others are ends.
 */
export const targetStatuses = [
  'planned',
  'queued',
  'active',
  'completed',
  'converted',
  'stopped',
  'failed',
  'left_out',
] as const;
export type TargetStatus = (typeof targetStatuses)[number];

/** What pauses a campaign: a person, too many failures, no account left to write from. */
export const pausers = ['operator', 'errors', 'no_accounts', 'subscription'] as const;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const schedule = z.strictObject({
  from: timeOfDay.default('10:00').describe('On the clock of the person'),
  to: timeOfDay.default('19:00'),
  days: z
    .array(z.number().int().min(1).max(7))
    .min(1)
    .max(7)
    .default([1, 2, 3, 4, 5])
    .describe('Days of the week, 1 is Monday'),
});

export const inviteWays = ['link', 'add'] as const;

export const invite = z.strictObject({
  chat: z
    .number()
    .int()
    .negative()
    .describe('The number of the chat; all accounts of the campaign must administer it'),
  way: z
    .enum(inviteWays)
    .describe('link: the first message carries an invite link; add: the person is added'),
  fallback_to_link: z
    .boolean()
    .default(true)
    .describe('Who does not let themselves be added is sent the link'),
});

export const inviteChatsAnswer = z.object({
  success,
  chats: z.array(
    z.object({
      chat: z.number(),
      title: z.string(),
      accounts: z.array(z.string()).describe('acc_1 …: those that may invite there'),
    }),
  ),
});

const fields = {
  name: z.string().trim().min(1).max(200),
  script_id: z.number().int().positive(),
  audience_id: z.number().int().positive(),
  accounts: z
    .array(z.string().max(32))
    .max(1_000)
    .default([])
    .describe('acc_1 …; neither accounts nor account_tags: all of the pool'),
  account_tags: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
  starts_at: timestamp.nullable().default(null).describe('null: as soon as it is launched'),
  schedule: schedule.default({ from: '10:00', to: '19:00', days: [1, 2, 3, 4, 5] }),
  max_first_per_day: z.number().int().min(1).max(1_000_000).nullable().default(null),
  follow_up_hours: z.number().int().min(1).max(720).default(24),
  follow_up_text: z.string().trim().max(4_096).nullable().default(null).describe('null: none'),
  silence_hours: z
    .number()
    .int()
    .min(1)
    .max(2_160)
    .default(72)
    .describe('After so long without an answer a person is done with'),
  error_share: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.3)
    .describe('The share of failures among the latest sends that pauses the campaign'),
  role_id: z
    .number()
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe('The AI role that answers'),
  invite: invite.nullable().default(null).describe('null: the campaign invites nowhere'),
};

export const newCampaignBody = z.strictObject(fields);

const withoutDefault = Object.fromEntries(
  Object.entries(fields).map(([name, field]) => [
    name,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ]),
) as unknown as { [K in keyof typeof fields]: (typeof fields)[K] };
export const campaignPatch = z.strictObject(withoutDefault).partial();

const progress = z.object({
  total: z.number(),
  planned: z.number(),
  queued: z.number(),
  active: z.number(),
  completed: z.number(),
  converted: z.number(),
  stopped: z.number(),
  failed: z.number(),
  left_out: z.number(),
  waiting: z
    .number()
    .describe(
      'Of the active ones: dialogs that wait for a person. They do not keep the campaign running',
    ),
});

export const campaignView = z.object({
  id: z.number(),
  name: z.string(),
  status: z.enum(campaignStatuses),
  script_id: z.number(),
  script_version: z.number(),
  audience_id: z.number().nullable(),
  accounts: z.array(z.string()),
  account_tags: z.array(z.string()),
  starts_at: timestamp.nullable(),
  schedule,
  max_first_per_day: z.number().nullable(),
  follow_up_hours: z.number(),
  follow_up_text: z.string().nullable(),
  silence_hours: z.number(),
  error_share: z.number(),
  role_id: z.number().nullable(),
  invite: invite.required().extend({ title: z.string().nullable() }).nullable(),
  created_at: timestamp,
  launched_at: timestamp.nullable(),
  paused_at: timestamp.nullable(),
  paused_by: z.enum(pausers).nullable().describe('Who or what brought it to a stop'),
  pause_reason: z.string().nullable().describe('In plain words'),
  finished_at: timestamp.nullable(),
  is_preparing: z.boolean().describe('The audience is still being copied'),
  progress,
});

export const campaignAnswer = z.object({
  success,
  campaign: campaignView,
  message: z.string().optional(),
  on_their_way: z.number().optional().describe('Messages that had left before the pause'),
});

export const campaignsQuery = pageQuery.extend({
  status: z.enum(campaignStatuses).optional(),
});
export const campaignsAnswer = z.object({
  success,
  campaigns: z.array(campaignView),
  next: nextPage,
});

export const targetsQuery = pageQuery.extend({
  status: z.enum(targetStatuses).optional(),
});

export const targetView = z.object({
  id: z.number(),
  contact_id: z.number(),
  user_id: z.number().nullable(),
  username: z.string().nullable(),
  name: z.string(),
  status: z.enum(targetStatuses),
  stage: z.number(),
  has_replied: z.boolean(),
  account_id: z.string().nullable(),
  dialog: z.number().nullable().describe('The number of the dialog'),
  why: z.string().describe('In plain words: why the person is where they are'),
  changed_at: timestamp,
});
export const targetsAnswer = z.object({ success, targets: z.array(targetView), next: nextPage });

export const resultsAnswer = z.object({
  success,
  stages: z.array(
    z.object({
      kind: z.enum(['stage', 'follow_up', 'invite']),
      stage: z.number(),
      variant: z.number(),
      queued: z.number(),
      sent: z.number(),
      failed: z.number(),
      answered: z.number(),
      answered_share: z.number().nullable(),
    }),
  ),
  invites: z
    .object({
      added: z.number(),
      refused: z.number().describe('Did not let themselves be added'),
      left_before: z.number().describe('Of those refused: once left the chat by themselves'),
      already_there: z.number().describe('Were in the chat already, and were not invited'),
      banned_there: z.number().describe('Are banned in the chat, and were not invited'),
      link_sent: z.number(),
      joined: z.number().describe('Of those who were sent the link'),
      joined_in_all: z.number().describe('By the links of the campaign, whoever passed them on'),
      accounts: z.array(
        z.object({
          account_id: z.string(),
          link: z.string().nullable(),
          joined: z.number(),
          lost_because: z.string().nullable().describe('Why it may not invite any more'),
        }),
      ),
    })
    .nullable()
    .describe('null: the campaign invites nowhere'),
});
