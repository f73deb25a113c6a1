import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core';
import type { BusinessStatus } from '../../../contract/business.ts';
import { id, moment } from '../../base/db/columns.ts';

export const businessConnections = pgTable('business_connections', {
  id: id('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  number: integer('number').notNull(),
  botId: id('bot_id').notNull(),
  telegramId: id('telegram_id').notNull(),
  username: text('username'),
  name: text('name').notNull().default(''),
  connectionId: text('connection_id').notNull(),
  canReply: boolean('can_reply').notNull().default(false),
  canRead: boolean('can_read').notNull().default(false),
  status: text('status').$type<BusinessStatus>().notNull(),
  statusSince: moment('status_since').notNull(),
  pausedUntil: moment('paused_until'),
  roleId: id('role_id'),
});
export type BusinessConnection = typeof businessConnections.$inferSelect;
