import { boolean, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import { id, moment } from '../../base/db/columns.ts';

export const teamGroups = pgTable('team_groups', {
  workspaceId: id('workspace_id').primaryKey(),
  botId: id('bot_id').notNull(),
  chatId: id('chat_id').notNull(),
  title: text('title').notNull(),
  connectedAt: moment('connected_at').notNull(),
  problem: text('problem'),
  strangers: id('strangers').array().notNull().default([]),
  dueAt: moment('due_at'),
});
export type TeamGroup = typeof teamGroups.$inferSelect;

export const teamTopics = pgTable('team_topics', {
  workspaceId: id('workspace_id').notNull(),
  dialogId: id('dialog_id').notNull(),
  threadId: id('thread_id'),
  toldTo: id('told_to').notNull().default(0),
  toldOutAt: moment('told_out_at'),
  failed: id('failed').array().notNull().default([]),
  draftId: id('draft_id'),
  title: text('title').notNull().default(''),
  titledAt: moment('titled_at'),
  isClosed: boolean('is_closed').notNull().default(false),
  isErased: boolean('is_erased').notNull().default(false),
  dueAt: moment('due_at'),
  marks: id('marks').notNull().default(0),
  tries: smallint('tries').notNull().default(0),
});
export type TeamTopic = typeof teamTopics.$inferSelect;
