import { date, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';

export const senders = pgTable('senders', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  kind: text('kind').$type<'account' | 'bot' | 'business_connection'>().notNull(),
  workerId: uuid('worker_id'),
  fence: id('fence').notNull().default(0),
  freeAt: moment('free_at'),
  removedAt: moment('removed_at'),
});

export const senderDays = pgTable('sender_days', {
  workspaceId: id('workspace_id').notNull(),
  senderId: id('sender_id').notNull(),
  day: date('day', { mode: 'string' }).notNull(),
  sent: integer('sent').notNull().default(0),
  first: integer('first').notNull().default(0),
  answers: integer('answers').notNull().default(0),
});

export const senderRequests = pgTable('sender_requests', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  senderId: id('sender_id'),
  verb: text('verb').notNull(),
  args: bytea('args').notNull(),
  deadline: moment('deadline').notNull(),
  claimedBy: uuid('claimed_by'),
  finishedAt: moment('finished_at'),
  result: jsonb('result').$type<unknown>(),
  error: jsonb('error').$type<StoredError>(),
});

/** An AppError on its way from one process to another. */
export type StoredError = {
  code: string;
  text: { ru: string; en: string };
  retry_after?: number;
  fields: Record<string, unknown>;
};
