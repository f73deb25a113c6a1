import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';

export const operatorSessions = pgTable('operator_sessions', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  createdAt: moment('created_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
  address: text('address'),
  userAgent: text('user_agent'),
});

export const signInLinks = pgTable('sign_in_links', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  kind: text('kind').$type<'session' | 'invitation' | 'bot'>().notNull(),
  tokenHash: bytea('token_hash').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const signInTries = pgTable('sign_in_tries', {
  keyHash: bytea('key_hash').primaryKey(),
  tries: integer('tries').notNull(),
  since: moment('since').notNull(),
  lastAt: moment('last_at').notNull(),
});

export const setUpCodes = pgTable('set_up_codes', {
  workerId: uuid('worker_id').primaryKey(),
  codeHash: bytea('code_hash').notNull(),
});
