import { z } from 'zod';
import { success, timestamp } from './common.ts';

/** What a bot of the workspace can be for. */
export const botFeatures = ['admin', 'sales'] as const;
export type BotFeature = (typeof botFeatures)[number];

const features = z.array(z.enum(botFeatures)).max(botFeatures.length);

export const newBotBody = z.strictObject({
  token: z
    .string()
    .trim()
    .regex(/^\d{1,16}:[\w-]{20,100}$/)
    .describe('From @BotFather; kept sealed and never shown again'),
  features: features
    .default(['admin'])
    .describe(
      'admin: operators command the platform from it; sales: whoever starts it gets a workspace of their own',
    ),
});

export const botPatch = z.strictObject({
  features: features.optional(),
  enabled: z.boolean().optional(),
});

export const botParams = z.object({ id: z.coerce.number().int().positive() });

export const botView = z.object({
  id: z.number(),
  telegram_id: z.number().nullable(),
  username: z.string().nullable().describe('Without the @'),
  name: z.string(),
  features: z.array(z.enum(botFeatures)),
  enabled: z.boolean(),
  connection: z.enum(['offline', 'online', 'failed']),
  last_error: z.string().nullable(),
  last_error_at: timestamp.nullable(),
  subscribers: z.number().describe('People who started it and have not stopped it'),
  added_at: timestamp,
});

export const botsAnswer = z.object({ success, bots: z.array(botView) });
export const botAnswer = z.object({ success, bot: botView });

export const botLinkAnswer = z.object({
  success,
  code: z.string().describe('Works once: send it to the bot as /start <code>'),
  link: z.url().nullable().describe('Opens the bot with the code; null while no bot is connected'),
  expires_at: timestamp,
});

export const operatorChatsAnswer = z.object({
  success,
  chats: z.array(z.object({ telegram_id: z.number(), linked_at: timestamp })),
});
