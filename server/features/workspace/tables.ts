import { bigint, boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Permission, Role } from '../../../contract/permissions.ts';
import type { RefundState } from '../../../contract/subscriptions.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';

export const workspaces = pgTable('workspaces', {
  id: identity('id').primaryKey(),
  name: text('name').notNull(),
  language: text('language').$type<Language>().notNull(),
  timeZone: text('time_zone').notNull(),
  createdAt: moment('created_at').notNull(),
  /** The sales bot whose customer it belongs to. */
  sellerBotId: id('seller_bot_id'),
});

export const operators = pgTable('operators', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  createdAt: moment('created_at').notNull(),
  disabledAt: moment('disabled_at'),
  login: text('login'),
  passwordHash: text('password_hash'),
  totpSecret: bytea('totp_secret'),
  totpPending: bytea('totp_pending'),
  totpLastStep: id('totp_last_step'),
  lastSeenAt: moment('last_seen_at'),
});

export const apiKeys = pgTable('api_keys', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  hint: text('hint').notNull(),
  role: text('role').$type<Role>().notNull(),
  scopes: jsonb('scopes').$type<Permission[]>(),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
  revokedAt: moment('revoked_at'),
});

export const settings = pgTable('settings', {
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  value: jsonb('value').$type<unknown>(),
  secret: bytea('secret'),
  updatedAt: moment('updated_at').notNull(),
});

export const auditLog = pgTable('audit_log', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  eventId: bigint('event_id', { mode: 'number' }).notNull(),
  at: moment('at').notNull(),
  actor: jsonb('actor').$type<Actor>().notNull(),
  action: text('action').notNull(),
  details: jsonb('details').$type<Record<string, unknown>>().notNull(),
  hash: bytea('hash').notNull(),
});

export const auditHeads = pgTable('audit_heads', {
  workspaceId: id('workspace_id').primaryKey(),
  entryId: id('entry_id').notNull(),
  hash: bytea('hash').notNull(),
  seal: bytea('seal').notNull(),
});

export const plans = pgTable('plans', {
  workspaceId: id('workspace_id').notNull(),
  code: text('code').notNull(),
  nameRu: text('name_ru').notNull(),
  nameEn: text('name_en').notNull(),
  days: integer('days').notNull(),
  stars: integer('stars').notNull(),
  maxAccounts: integer('max_accounts').notNull(),
  maxAudience: integer('max_audience').notNull(),
  maxRunningCampaigns: integer('max_running_campaigns').notNull(),
  campaignCooldownMinutes: integer('campaign_cooldown_minutes').notNull(),
  isOffered: boolean('is_offered').notNull().default(true),
});
export type SoldPlan = typeof plans.$inferSelect;

export const subscriptions = pgTable('subscriptions', {
  workspaceId: id('workspace_id').primaryKey(),
  sellerId: id('seller_id').notNull(),
  plan: text('plan').notNull(),
  startedAt: moment('started_at').notNull(),
  endsAt: moment('ends_at').notNull(),
  remindedOf: moment('reminded_of'),
  remindedDays: integer('reminded_days'),
  endedAt: moment('ended_at'),
});
export type Subscription = typeof subscriptions.$inferSelect;

export const payments = pgTable('payments', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  sellerId: id('seller_id').notNull(),
  plan: text('plan').notNull(),
  days: integer('days').notNull(),
  stars: integer('stars').notNull(),
  chargeId: text('charge_id').notNull(),
  paidAt: moment('paid_at').notNull(),
  botId: id('bot_id'),
  payerId: id('payer_id'),
  refundState: text('refund_state').$type<RefundState>(),
  refundDueAt: moment('refund_due_at'),
  refundTries: integer('refund_tries').notNull().default(0),
  refundProblem: text('refund_problem'),
  refundedAt: moment('refunded_at'),
});
export type Payment = typeof payments.$inferSelect;
