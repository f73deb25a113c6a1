import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, moment } from '../../../base/db/columns.ts';

/** Which body is posted: the one that the n8n workflow of that name expects. */
export type WebhookForm = 'incoming' | 'status' | 'account';
export type DeliveryStatus = 'pending' | 'delivered' | 'dead';

export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  form: text('form').$type<WebhookForm>().notNull(),
  url: text('url').notNull(),
  createdAt: moment('created_at').notNull(),
  disabledAt: moment('disabled_at'),
});

export const webhookDeliveries = pgTable('webhook_deliveries', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  endpointId: id('endpoint_id').notNull(),
  eventId: id('event_id').notNull(),
  status: text('status').$type<DeliveryStatus>().notNull(),
  attempts: integer('attempts').notNull().default(0),
  dueAt: moment('due_at'),
  claimedUntil: moment('claimed_until'),
  lastStatus: integer('last_status'),
  lastError: text('last_error'),
  createdAt: moment('created_at').notNull(),
  finishedAt: moment('finished_at'),
});
