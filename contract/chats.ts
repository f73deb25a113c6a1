import { z } from 'zod';
import { accountStatuses } from './accounts.ts';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { jobView } from './jobs.ts';
import { consentBases } from './messages.ts';

export const accountChatsQuery = pageQuery.extend({
  refresh: z
    .stringbool()
    .default(false)
    .describe('Ask Telegram anew; otherwise the chats are those of the last look'),
});

export const accountChatView = z.object({
  id: z.string().describe('The number of the chat as bots know it: -1001234567890'),
  kind: z.enum(['group', 'supergroup', 'channel']),
  title: z.string(),
  username: z.string().nullable(),
  members: z.number().nullable(),
  place: z.enum(['creator', 'admin']),
  may_invite: z.boolean(),
  seen_at: timestamp,
});

export const accountChatsAnswer = z.object({
  success,
  chats: z.array(accountChatView),
  seen_at: timestamp.describe('When the account was last asked'),
  next: nextPage,
});

const name = z.string().trim().min(1).max(200);
const account = z.string().max(32).describe('acc_1');

/** Who is to be on a new list. */
export const collectBody = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('chat'),
    name,
    account,
    chat: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('@name, t.me link or number of a chat that the account administers'),
    source: z
      .strictObject({
        name: name.optional().describe('chat:<title> when left out'),
        basis: z
          .enum(consentBases)
          .optional()
          .describe('Why these people may be written to; needed unless the source is declared'),
        note: z.string().trim().max(2_000).default(''),
      })
      .describe('Whoever collects people declares why they may be written to'),
  }),
  z.strictObject({
    from: z.literal('wrote'),
    name,
    account: account.optional().describe('Only those who wrote to this account'),
    since: timestamp.optional().describe('Only those who wrote then or later'),
  }),
]);

export const collectAnswer = z.object({
  success,
  audience_id: z.number().describe('The new list; the job fills it'),
  job: jobView,
});

const channelName = z.string().trim().min(1).max(200).describe('@name, or a t.me link');

export const warmupChannelsQuery = z.object({
  account: account.optional().describe('Its own list; left out, that of all warming accounts'),
});
export const warmupChannelView = z.object({
  id: z.number(),
  channel: z.string(),
  added_at: timestamp,
});
export const newWarmupChannelBody = z.strictObject({
  channel: channelName,
  account: account.optional().describe('Only for this account'),
});
export const warmupChannelParams = z.object({ id: z.coerce.number().int().positive() });
export const warmupChannelsAnswer = z.object({
  success,
  channels: z.array(warmupChannelView).describe('50 at most'),
});
export const warmupChannelAnswer = z.object({ success, channel: warmupChannelView });

export const warmupAnswer = z.object({
  success,
  warmup: z.object({
    status: z.enum(accountStatuses),
    day: z.number().nullable().describe('null: the account is not warming'),
    warm_from_day: z.number(),
    allowances: z
      .array(z.object({ day: z.number(), date: z.string(), messages: z.number() }))
      .describe('How many unprompted messages it may send, from today until it is warm'),
    today: z.object({ joins: z.number(), reads: z.number() }),
    channels: z.array(
      z.object({
        id: z.number(),
        channel: z.string(),
        is_own: z.boolean().describe('On the list of this account alone'),
        title: z.string().nullable(),
        state: z.enum(['new', 'joined', 'requested', 'refused']),
        problem: z.string().nullable().describe('Why it was refused, in Telegram’s words'),
        since: timestamp.nullable(),
        read_at: timestamp.nullable(),
        posts_read: z.number(),
      }),
    ),
    next: z
      .object({ at: timestamp, what: z.enum(['join', 'read']), channel_id: z.number() })
      .nullable()
      .describe('About what it does next with its channels'),
    problem: z.string().nullable().describe('What kept it from its last step'),
  }),
});
