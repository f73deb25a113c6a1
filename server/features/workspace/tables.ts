import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Permission, Role } from '../../../contract/permissions.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { Language } from '../../base/text.ts';

export const workspaces = pgTable('workspaces', {
  id: identity('id').primaryKey(),
  name: text('name').notNull(),
  language: text('language').$type<Language>().notNull(),
  timeZone: text('time_zone').notNull(),
  createdAt: moment('created_at').notNull(),
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
