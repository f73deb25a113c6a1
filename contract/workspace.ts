import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { permissions, roles } from './permissions.ts';
import { invitation } from './session.ts';

export const proxyTypes = ['socks5', 'http', 'mtproto'] as const;

/** Where a proxy stands and how to log in to it. For `mtproto` the password is the secret. */
export const proxyFields = {
  type: z.enum(proxyTypes).default('socks5'),
  host: z.string().trim().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
  username: z.string().max(255).nullish(),
  password: z.string().max(512).nullish(),
};

export const globalProxyBody = z.strictObject({
  enabled: z.boolean(),
  default_proxy: z.strictObject(proxyFields).nullish(),
});

const dailyCount = z.number().int().min(0).max(100_000);
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** The settings of a workspace that can be changed with PATCH /settings. */
export const settingsPatch = z
  .strictObject({
    max_daily_active: dailyCount,
    max_daily_warming: dailyCount,
    max_daily_messages: dailyCount,
    max_daily_answers: dailyCount,
    min_message_delay: z.number().int().min(0).max(86_400).describe('Seconds'),
    mailing_delay_min: z
      .number()
      .int()
      .min(0)
      .max(86_400)
      .describe('Seconds between two messages of campaigns from one account, at least'),
    mailing_delay_max: z.number().int().min(0).max(86_400).describe('… and at most'),
    mailing_max_per_account: dailyCount.describe(
      'First messages that an account may send for campaigns in a day',
    ),
    invite_delay: z
      .number()
      .int()
      .min(0)
      .max(86_400)
      .describe('Seconds between two invites of one account, at least'),
    cooldown_hours: z
      .number()
      .min(0)
      .max(24 * 365),
    quiet_hours: z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .nullable()
      .describe('Local time of the contact, or of the workspace where it is not known'),
    limited_accounts_may_answer: z.boolean(),
    pay_support_text: z
      .string()
      .trim()
      .min(1)
      .max(3_000)
      .nullable()
      .describe('What a sales bot answers to /paysupport; null: the usual words'),
    terms_text: z
      .string()
      .trim()
      .min(1)
      .max(3_000)
      .nullable()
      .describe('What a sales bot answers to /terms; null: the usual words'),
    language: z.enum(['ru', 'en']),
    time_zone: z.string().max(64),
  })
  .partial();

export const settingsView = z.object({
  proxy_enabled: z.boolean(),
  default_proxy_type: z.enum(proxyTypes),
  default_proxy_host: z.string().nullable(),
  default_proxy_port: z.number().nullable(),
  default_proxy_user: z.string().nullable(),
  default_proxy_pass_set: z.boolean(),
  api_id: z.number().nullable(),
  api_hash_set: z.boolean(),
  ...settingsPatch.required().shape,
});

export const settingsAnswer = z.object({ success, settings: settingsView });

export const apiKeyView = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(roles),
  scopes: z.array(z.enum(permissions)).nullable().describe('null: all that the role may do'),
  hint: z.string().describe('The last characters of the key, to tell it by'),
  created_at: timestamp,
  last_used_at: timestamp.nullable(),
  revoked_at: timestamp.nullable(),
});

export const newApiKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles).default('admin'),
  scopes: z
    .array(z.enum(permissions))
    .min(1)
    .max(permissions.length)
    .optional()
    .describe('Some of what the role may do; left out: all of it'),
});

export const newApiKeyAnswer = z.object({
  success,
  key: apiKeyView,
  token: z.string().describe('Shown this once'),
});

export const apiKeysAnswer = z.object({ success, keys: z.array(apiKeyView), next: nextPage });

export const auditFilter = z.object({
  actor: z
    .string()
    .max(40)
    .optional()
    .describe('operator:2, api_key:3, or stranger: who was not let in'),
  action: z.string().max(100).optional().describe('A type of event: settings.changed'),
  since: timestamp.optional(),
  about: z
    .string()
    .regex(/^[a-z_]{1,40}:.{1,200}$/)
    .optional()
    .describe('What it was about: a word of the details and its value, like campaign_id:12'),
});

export const auditQuery = pageQuery.extend(auditFilter.shape);

export const auditEntry = z.object({
  id: z.number(),
  at: timestamp,
  actor: z.string(),
  actor_name: z.string().describe('Who that is, as far as it is known now'),
  address: z.string().nullable(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
});

export const auditAnswer = z.object({ success, entries: z.array(auditEntry), next: nextPage });

export const auditCheckAnswer = z.object({
  success,
  is_intact: z.boolean(),
  broken_at: z
    .number()
    .nullable()
    .describe('The first entry that does not follow from the one before'),
});

export const operatorBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(roles).default('operator'),
});
export const operatorPatch = z
  .strictObject({
    name: operatorBody.shape.name,
    // Without the default of a new operator: a patch changes only what it names.
    role: operatorBody.shape.role.removeDefault(),
    disabled: z.boolean(),
  })
  .partial();
export const operatorView = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(roles),
  disabled: z.boolean(),
  login: z.string().nullable(),
  has_password: z.boolean(),
  has_totp: z.boolean(),
  last_seen_at: timestamp.nullable(),
  created_at: timestamp,
});
export const operatorsAnswer = z.object({ success, operators: z.array(operatorView) });
export const operatorAnswer = z.object({ success, operator: operatorView });
export const newOperatorAnswer = z.object({ success, operator: operatorView, invitation });
