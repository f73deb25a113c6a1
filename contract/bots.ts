import { z } from 'zod';
import { success, timestamp } from './common.ts';
import { proxyFields } from './workspace.ts';

/** What a bot of the workspace can be for. */
export const botFeatures = ['admin', 'sales'] as const;
export type BotFeature = (typeof botFeatures)[number];

const features = z.array(z.enum(botFeatures)).max(botFeatures.length);

/** Proxies that carry the Bot API: those of Telegram's own kind don't. */
export const botProxyTypes = ['socks5', 'http'] as const;
export type BotProxyType = (typeof botProxyTypes)[number];

export const botProxyBody = z.strictObject({
  use_proxy: z.boolean().default(true),
  type: z.enum(botProxyTypes).default('socks5'),
  host: proxyFields.host.nullish().describe('Left out: the default proxy of the workspace'),
  port: proxyFields.port.nullish(),
  username: proxyFields.username,
  password: proxyFields.password,
});

/** polling: the bot asks Telegram what happened; webhook: Telegram posts it to PUBLIC_URL. */
export const botModes = ['polling', 'webhook'] as const;
export type BotMode = (typeof botModes)[number];

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
  mode: z.enum(botModes).optional().describe('webhook: Telegram posts to PUBLIC_URL over https'),
  use_proxy: z.boolean().optional().describe('Its own proxy, if it has one, is kept for later'),
});

export const botParams = z.object({ id: z.coerce.number().int().positive() });

export const botView = z.object({
  id: z.number(),
  telegram_id: z.number().nullable(),
  username: z.string().nullable().describe('Without the @'),
  name: z.string(),
  features: z.array(z.enum(botFeatures)),
  enabled: z.boolean(),
  mode: z.enum(botModes),
  use_proxy: z.boolean(),
  proxy_type: z.enum(botProxyTypes).nullable().describe('Of its own proxy'),
  proxy_host: z.string().nullable(),
  proxy_port: z.number().nullable(),
  proxy_user: z.string().nullable(),
  proxy_pass_set: z.boolean(),
  connection: z.enum(['offline', 'online', 'failed']),
  last_error: z.string().nullable(),
  last_error_at: timestamp.nullable(),
  subscribers: z.number().describe('People who started it and have not stopped it'),
  added_at: timestamp,
});

export const botsAnswer = z.object({
  success,
  bots: z.array(botView),
  webhook_possible: z.boolean().describe('Whether PUBLIC_URL is one that Telegram posts to'),
});
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

/** What Telegram posts to a bot (https://core.telegram.org/bots/api#update). */
export const postedUpdate = z.looseObject({ update_id: z.number().int() });
export const postedAnswer = z.object({ success });
