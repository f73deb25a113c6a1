import { z } from 'zod';
import { nextPage, pageQuery, success, timestamp } from './common.ts';
import { proxyFields, proxyTypes } from './workspace.ts';

export const accountStatuses = [
  'checking',
  'warming',
  'active',
  'cooldown',
  'limited',
  'banned',
  'disabled',
] as const;

/** Formats in which an account can be brought in. */
export const sessionKinds = [
  'tdata_zip',
  'tdata_folder',
  'session_file',
  'session_string',
] as const;

export const accountParams = z.object({ id: z.string().describe('acc_1') });

/** One account of the pool. The columns of the sheet Accounts keep their names. */
export const accountView = z.object({
  id: z.string().describe('acc_1'),
  name: z.string(),
  phone: z.string().nullable(),
  username: z.string().nullable(),
  first_name: z.string(),
  last_name: z.string(),
  telegram_id: z.number().nullable(),
  status: z.enum(accountStatuses),
  status_since: timestamp,
  status_reason: z.string().describe('What brought the account into this status'),
  needs_sign_in: z.boolean().describe('The session is dead: sign in again by phone'),
  connection: z.enum(['offline', 'connecting', 'online', 'failed']),
  last_error: z.string().nullable(),
  last_error_at: timestamp.nullable(),
  restrictions: z.array(z.string()),
  warmup_day: z.number().nullable().describe('Day of the warm-up, from 1; null when it is over'),
  daily_sent: z.number().describe('Messages of today, in the time zone of the workspace'),
  daily_limit: z.number().describe('Up to how many a day may begin with new people'),
  daily_answers: z.number().describe('Answers of today to people who wrote'),
  total_sent: z.number(),
  flood_count: z.number(),
  cooldown_until: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
  last_checked_at: timestamp.nullable(),
  added_at: timestamp,
  session_file: z.string().nullable(),
  use_proxy: z.boolean(),
  proxy_type: z.enum(proxyTypes).nullable(),
  proxy_host: z.string().nullable(),
  proxy_port: z.number().nullable(),
  proxy_user: z.string().nullable(),
  proxy_pass_set: z.boolean(),
  role_id: z.number().nullable().describe('The AI role that answers who writes to it'),
  notes: z.string(),
  tags: z.array(z.string()),
  max_daily_active: z.number().nullable().describe("null: the workspace's"),
  max_daily_warming: z.number().nullable(),
  max_daily_messages: z.number().nullable(),
  max_daily_answers: z.number().nullable(),
  min_message_delay: z.number().nullable(),
});

export const accountAnswer = z.object({ success, account: accountView });

const failureView = z.object({ error: z.string(), message: z.string() });

/** What came of an import: the first account under `account`, as one archive usually holds one. */
export const importAnswer = z.object({
  success,
  account: accountView.extend({ message: z.string() }),
  accounts: z.array(accountView.extend({ message: z.string() })),
  failures: z.array(failureView).describe('Accounts of the same archive that were not added'),
});

export const accountsQuery = pageQuery.extend({
  status: z
    .string()
    .transform((v) => v.split(','))
    .pipe(z.array(z.enum(accountStatuses)))
    .optional()
    .describe('One or more statuses, separated by commas'),
  tag: z.string().max(50).optional(),
  search: z.string().max(100).optional().describe('Part of name, phone, username'),
});

export const accountsAnswer = z.object({
  success,
  accounts: z.array(accountView),
  next: nextPage,
});

const tags = z.array(z.string().trim().min(1).max(50)).max(50);
export const accountTagsBody = z
  .strictObject({
    ids: z.array(z.string().max(32)).min(1).max(1_000).describe('acc_1, acc_2'),
    add: tags.default([]),
    remove: tags.default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'name a tag to add or to remove');
export const accountsTaggedAnswer = z.object({
  success,
  message: z.string(),
  ids: z.array(z.string()).describe('Those whose tags are others now; the rest had them so'),
});

const dailyCount = z.number().int().min(0).max(100_000).nullable();

export const accountPatch = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    notes: z.string().max(2_000),
    tags,
    disabled: z.boolean(),
    use_proxy: z.boolean().describe('Its own proxy, if it has one, is kept for later'),
    status: z
      .enum(['active', 'disabled'])
      .describe('active: you vouch for an account in long use, it skips the warm-up'),
    max_daily_active: dailyCount,
    max_daily_warming: dailyCount,
    max_daily_messages: dailyCount,
    max_daily_answers: dailyCount,
    min_message_delay: z.number().int().min(0).max(86_400).nullable().describe('Seconds'),
  })
  .partial();

export const processBody = z.strictObject({
  file_path: z.string().min(1).max(4_096).describe('A file inside INCOMING_DIR'),
  notes: z.string().max(2_000).default(''),
  passcode: z.string().max(200).optional().describe("Telegram Desktop's local passcode"),
});

export const accountProxyBody = z.strictObject({
  use_proxy: z.boolean().default(true),
  type: proxyFields.type,
  host: proxyFields.host.nullish(),
  port: proxyFields.port.nullish(),
  username: proxyFields.username,
  password: proxyFields.password,
});

export const proxyTestAnswer = z.object({
  success,
  message: z.string(),
  latency_ms: z.number().int(),
});

export const deleteAccountQuery = z.object({
  log_out: z.stringbool().default(false).describe('Also end the session in Telegram'),
});

export const deleteAccountAnswer = z.object({
  success,
  message: z.string(),
  logged_out: z.boolean(),
});

export const signInBody = z.strictObject({ phone: z.string().min(5).max(32) });
export const signInCodeBody = z.strictObject({
  login_id: z.uuid(),
  code: z.string().trim().min(1).max(32),
});
export const signInPasswordBody = z.strictObject({
  login_id: z.uuid(),
  password: z.string().min(1).max(512),
});

/** Where a sign-in stands. */
export const signInAnswer = z.object({
  success,
  login_id: z.string(),
  step: z.enum(['code', 'password', 'done']).describe('What is needed next'),
  message: z.string(),
  hint: z.string().optional().describe('The hint its owner left for the password'),
  account: accountView.optional(),
});
