import { z } from 'zod';
import { success, timestamp } from './common.ts';

export const teamInboxAnswer = z.object({
  success,
  group: z
    .object({
      title: z.string(),
      bot_id: z.number(),
      connected_at: timestamp,
      problem: z.string().nullable().describe('What Telegram does not let the bot do there'),
    })
    .nullable(),
});
