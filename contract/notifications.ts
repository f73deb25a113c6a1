import { z } from 'zod';
import { success } from './common.ts';

/** What operators are told of by the workspace's bot. */
export const noticeKinds = [
  'dialog',
  'account_added',
  'account_limited',
  'account_banned',
  'account_sign_in',
  'campaign_paused',
  'campaign_done',
  'job_done',
  'opt_out',
  'failing',
  'subscription',
  'business',
  'support',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

const hour = z.number().int().min(0).max(23);
const quietHours = z
  .strictObject({ from: hour, to: hour })
  .nullable()
  .describe('Hours of the workspace’s day between which nothing sounds');

export const noticeSettingsPatch = z.strictObject({
  kinds: z.partialRecord(z.enum(noticeKinds), z.boolean()).optional(),
  quiet_hours: quietHours.optional(),
});

export const noticeSettingsAnswer = z.object({
  success,
  kinds: z
    .array(z.object({ kind: z.enum(noticeKinds), title: z.string(), on: z.boolean() }))
    .describe('Those that the caller’s role may read'),
  quiet_hours: quietHours,
  chats: z.number().describe('Telegram chats in which the caller is told; 0: nowhere yet'),
});
