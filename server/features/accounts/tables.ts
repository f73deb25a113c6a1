import { boolean, date, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ErrorCode } from '../../../contract/errors.ts';
import { bytea, id, identity, int64, moment } from '../../base/db/columns.ts';
import type { Text } from '../../base/text.ts';
import type { ProxyType } from '../../config/config.ts';
import type { AccountStatus } from './account.ts';

export const accounts = pgTable('accounts', {
  id: id('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  number: integer('number').notNull(),
  name: text('name').notNull(),
  telegramId: id('telegram_id'),
  formerTelegramId: id('former_telegram_id'),
  phone: text('phone'),
  username: text('username'),
  firstName: text('first_name').notNull().default(''),
  lastName: text('last_name').notNull().default(''),

  status: text('status').$type<AccountStatus>().notNull(),
  statusSince: moment('status_since').notNull(),
  statusReason: text('status_reason').notNull(),
  statusUntil: moment('status_until'),
  previousStatus: text('previous_status').$type<AccountStatus>(),
  cooldownUntil: moment('cooldown_until'),
  limitedSince: moment('limited_since'),
  needsSignIn: boolean('needs_sign_in').notNull().default(false),
  /** A day in the workspace's time zone, YYYY-MM-DD. */
  warmupStartedOn: date('warmup_started_on', { mode: 'string' }),

  session: bytea('session'),
  sessionKeyHash: bytea('session_key_hash'),
  sessionFile: text('session_file'),
  backupFiles: jsonb('backup_files').$type<string[]>().notNull().default([]),

  useProxy: boolean('use_proxy').notNull().default(false),
  proxyType: text('proxy_type').$type<ProxyType>(),
  proxyHost: text('proxy_host'),
  proxyPort: integer('proxy_port'),
  proxyUser: text('proxy_user'),
  proxyPassword: bytea('proxy_password'),

  maxDailyActive: integer('max_daily_active'),
  maxDailyWarming: integer('max_daily_warming'),
  maxDailyMessages: integer('max_daily_messages'),
  maxDailyAnswers: integer('max_daily_answers'),
  minMessageDelay: integer('min_message_delay'),

  totalSent: id('total_sent').notNull().default(0),
  floodCount: integer('flood_count').notNull().default(0),
  floodStreak: integer('flood_streak').notNull().default(0),
  floodedAt: moment('flooded_at'),
  lastUsedAt: moment('last_used_at'),
  connection: text('connection')
    .$type<'offline' | 'connecting' | 'online' | 'failed'>()
    .notNull()
    .default('offline'),
  lastError: text('last_error'),
  lastErrorAt: moment('last_error_at'),
  restrictions: jsonb('restrictions').$type<string[]>().notNull().default([]),
  lastCheckedAt: moment('last_checked_at'),
  nextCheckAt: moment('next_check_at'),
  roleId: id('role_id'),
  notes: text('notes').notNull().default(''),
  tags: text('tags').array().notNull().default([]),
  addedAt: moment('added_at').notNull(),
  /** When Telegram was last asked for the chats that it administers. */
  chatsSeenAt: moment('chats_seen_at'),
});

export const accountUpdates = pgTable('account_updates', {
  accountId: id('account_id').primaryKey(),
  pts: integer('pts').notNull(),
  qts: integer('qts').notNull(),
  date: integer('date').notNull(),
  seq: integer('seq').notNull(),
});

export const accountPeers = pgTable('account_peers', {
  accountId: id('account_id').notNull(),
  userId: id('user_id').notNull(),
  accessHash: int64('access_hash').notNull(),
  username: text('username'),
  phone: text('phone'),
  seenAt: moment('seen_at').notNull(),
});

export const accountLogins = pgTable('account_logins', {
  id: uuid('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  phone: text('phone').notNull(),
  state: bytea('state').notNull(),
  step: text('step').$type<'code' | 'password'>().notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const accountImports = pgTable('account_imports', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  origin: text('origin').$type<'upload' | 'process' | 'incoming'>().notNull(),
  fileName: text('file_name').notNull(),
  status: text('status').$type<'running' | 'done' | 'failed'>().notNull(),
  workerId: uuid('worker_id'),
  stamp: text('stamp').notNull(),
  retryAt: moment('retry_at'),
  result: jsonb('result').$type<ImportResult>(),
  startedAt: moment('started_at').notNull(),
  finishedAt: moment('finished_at'),
});

/** What came of one file: the accounts that were added, and why others weren't. */
export type ImportResult = {
  accountIds: number[];
  failures: { code: ErrorCode; text: Text }[];
};

export type Account = typeof accounts.$inferSelect;
