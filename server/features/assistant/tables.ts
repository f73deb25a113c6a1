import { boolean, date, doublePrecision, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { AnswerStatus, AssistantMode, KnowledgeKind } from '../../../contract/assistant.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';

export const aiSettings = pgTable('ai_settings', {
  workspaceId: id('workspace_id').primaryKey(),
  mode: text('mode').$type<AssistantMode>().notNull(),
  baseUrl: text('base_url'),
  apiKey: bytea('api_key'),
  model: text('model'),
  priceIn: doublePrecision('price_in'),
  priceOut: doublePrecision('price_out'),
  budgetCostMicros: id('budget_cost_micros'),
  budgetTokens: id('budget_tokens'),
  updatedAt: moment('updated_at').notNull(),
});

export const aiRoles = pgTable('ai_roles', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  prompt: text('prompt').notNull(),
  tone: text('tone').notNull(),
  facts: text('facts').notNull(),
  neverSay: text('never_say').array().notNull(),
  language: text('language').$type<'auto' | 'ru' | 'en'>().notNull(),
  maxLength: integer('max_length').notNull(),
  maxAnswers: integer('max_answers').notNull(),
  mode: text('mode').$type<AssistantMode>(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  removedAt: moment('removed_at'),
});

export const knowledgeDocuments = pgTable('knowledge_documents', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  title: text('title').notNull(),
  kind: text('kind').$type<KnowledgeKind>().notNull(),
  characters: integer('characters').notNull(),
  passages: integer('passages').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const aiDays = pgTable('ai_days', {
  workspaceId: id('workspace_id').notNull(),
  day: date('day', { mode: 'string' }).notNull(),
  calls: integer('calls').notNull(),
  tokensIn: id('tokens_in').notNull(),
  tokensOut: id('tokens_out').notNull(),
  costMicros: id('cost_micros').notNull(),
});

export const aiAnswers = pgTable('ai_answers', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  purpose: text('purpose').$type<'answer' | 'judge' | 'opening'>().notNull(),
  roleId: id('role_id'),
  dialogId: id('dialog_id'),
  contactId: id('contact_id'),
  messageId: id('message_id'),
  model: text('model'),
  prompt: bytea('prompt'),
  text: text('text'),
  outcome: text('outcome')
    .$type<'pending' | 'answer' | 'verdict' | 'opening' | 'hand_over'>()
    .notNull(),
  reason: text('reason'),
  status: text('status').$type<AnswerStatus>(),
  sentMessageId: id('sent_message_id'),
  day: date('day', { mode: 'string' }),
  tokensIn: integer('tokens_in').notNull().default(0),
  tokensOut: integer('tokens_out').notNull().default(0),
  costMicros: id('cost_micros').notNull().default(0),
  latencyMs: integer('latency_ms'),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
  isErased: boolean('is_erased').notNull().default(false),
});

export type AiRole = typeof aiRoles.$inferSelect;
export type AiAnswer = typeof aiAnswers.$inferSelect;
export type KnowledgeDocument = typeof knowledgeDocuments.$inferSelect;
