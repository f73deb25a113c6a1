import { z } from 'zod';

export const newBot = z.strictObject({
  id: z
    .number()
    .int()
    .min(1)
    .max(2 ** 52)
    .optional(),
  username: z.string().describe('Ends in "bot"'),
  firstName: z.string().min(1).max(64),
  joinsGroups: z.boolean().optional(),
  readsAll: z.boolean().optional().describe('Sees all messages of its groups'),
  servesBusiness: z.boolean().optional(),
});

export const botJson = z.object({
  id: z.number(),
  token: z.string(),
  username: z.string(),
  firstName: z.string(),
});

export const limitChange = z.strictObject({
  enabled: z.boolean().optional(),
  chatPerSecond: z.number().positive().optional(),
  chatBurst: z.number().int().min(1).optional().describe('Messages to one chat at once'),
  groupPerMinute: z.number().positive().optional(),
  allPerSecond: z.number().positive().optional(),
  allBurst: z.number().int().min(1).optional().describe('Messages to all chats at once'),
});

export const limitJson = z.object({
  enabled: z.boolean(),
  chatPerSecond: z.number(),
  chatBurst: z.number(),
  groupPerMinute: z.number(),
  allPerSecond: z.number(),
  allBurst: z.number(),
});

export const answerJson = z
  .object({
    text: z.string(),
    alert: z.boolean(),
    url: z.string().nullable(),
  })
  .nullable();
