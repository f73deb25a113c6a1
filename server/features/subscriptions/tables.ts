import { pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, moment } from '../../base/db/columns.ts';

export const customerQuestions = pgTable('customer_questions', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  customerId: id('customer_id').notNull(),
  telegramId: id('telegram_id').notNull(),
  words: text('words').notNull(),
  key: text('key').notNull(),
  askedAt: moment('asked_at').notNull(),
  answer: text('answer'),
  answeredAt: moment('answered_at'),
});
