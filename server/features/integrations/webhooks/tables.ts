import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, id, identity, moment } from '../../../base/db/columns.ts';

/** Which body is posted to an endpoint of the environment: the one its n8n workflow expects. */
export type WebhookForm = 'incoming' | 'status' | 'account';
export type DeliveryStatus = 'pending' | 'delivered' | 'dead';
export type DisabledBecause = 'environment' | 'operator' | 'failing';

export const webhookEndpoints = pgTable('webhook_endpoints', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  /** null: registered over the API. */
  form: text('form').$type<WebhookForm>(),
  url: text('url').notNull(),
  createdAt: moment('created_at').notNull(),
  disabledAt: moment('disabled_at'),
  eventTypes: text('event_types').array().notNull().default([]),
  description: text('description').notNull().default(''),
  secret: bytea('secret'),
  previousSecret: bytea('previous_secret'),
  previousSecretUntil: moment('previous_secret_until'),
  disabledBecause: text('disabled_because').$type<DisabledBecause>(),
  failingSince: moment('failing_since'),
  removedAt: moment('removed_at'),
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
  line: text('line'),
  replayedAt: moment('replayed_at'),
});

export type Endpoint = typeof webhookEndpoints.$inferSelect;
