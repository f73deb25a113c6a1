import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, moment } from '../../../base/db/columns.ts';
import type { Stage } from './script.ts';

export const scripts = pgTable('scripts', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  /** The latest one. */
  version: integer('version').notNull(),
  createdAt: moment('created_at').notNull(),
  changedAt: moment('changed_at').notNull(),
  archivedAt: moment('archived_at'),
});

export const scriptVersions = pgTable('script_versions', {
  workspaceId: id('workspace_id').notNull(),
  scriptId: id('script_id').notNull(),
  version: integer('version').notNull(),
  stages: jsonb('stages').$type<Stage[]>().notNull(),
  createdAt: moment('created_at').notNull(),
});

export type Script = typeof scripts.$inferSelect;
