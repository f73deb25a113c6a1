import { z } from 'zod';
import { success, timestamp } from './common.ts';

/**
 * waiting: somebody connected the bot to their account, and the team hasn't agreed yet; removed: by
 * the team; ended: by the account's owner, or with its bot.
 */
export const businessStatuses = ['waiting', 'connected', 'removed', 'ended'] as const;
export type BusinessStatus = (typeof businessStatuses)[number];

export const businessParams = z.object({ id: z.string().max(20).describe('biz_1') });

export const businessView = z.object({
  id: z.string().describe('biz_1; stands where an account does: account_id of its dialogs'),
  bot_id: z.number().describe('The bot it goes through'),
  telegram_id: z.number().describe('Of the account’s owner'),
  username: z.string().nullable().describe('Without the @'),
  name: z.string(),
  status: z.enum(businessStatuses),
  status_since: timestamp,
  can_reply: z.boolean().describe('Whether the owner lets the bot answer'),
  can_read: z.boolean().describe('Whether the owner lets the bot mark messages as read'),
  is_account: z
    .boolean()
    .describe('The same Telegram account is in the pool as well: it is heard there, not here'),
  paused_until: timestamp.nullable().describe('Telegram asked to wait until then'),
  role_id: z.number().nullable().describe('The AI role that answers in its chats'),
});

export const businessListAnswer = z.object({
  success,
  connections: z.array(businessView).describe('Waiting and connected'),
});
export const businessAnswer = z.object({ success, connection: businessView });
