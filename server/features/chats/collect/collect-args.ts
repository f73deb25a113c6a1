import { z } from 'zod';

export const CHAT_JOB = 'audience.collect_chat';
export const WRITERS_JOB = 'audience.collect_writers';

export const chatArgs = z.object({
  audienceId: z.number(),
  sourceId: z.number(),
  /** acc_1 */
  account: z.string(),
  chat: z.object({ chatId: z.number(), accessHash: z.string().nullable(), title: z.string() }),
  /** It isn't kept waiting for the account, or by Telegram, beyond this moment. */
  giveUpAt: z.iso.datetime(),
});
export type ChatArgs = z.output<typeof chatArgs>;

export const writersArgs = z.object({
  audienceId: z.number(),
  accountId: z.number().nullable(),
  since: z.string().nullable(),
});
export type WritersArgs = z.output<typeof writersArgs>;
