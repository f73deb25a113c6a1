import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { FormField, optInKinds } from '../../../contract/opt-in.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';
import type { Language } from '../../base/text.ts';

export type AskedFields = Partial<Record<FormField, 'required' | 'optional'>>;

export const optInPoints = pgTable('opt_in_points', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  sourceId: id('source_id').notNull(),
  kind: text('kind').$type<(typeof optInKinds)[number]>().notNull(),
  /** Stands in public addresses. */
  key: text('key').notNull(),
  /** Without the #. */
  code: text('code').notNull(),
  status: text('status').$type<'active' | 'closed'>().notNull().default('active'),
  language: text('language').$type<Language>().notNull(),
  title: text('title').notNull(),
  agreement: text('agreement').notNull().default(''),
  agreementVersion: integer('agreement_version').notNull().default(1),
  words: text('words').notNull(),
  accountId: id('account_id'),
  fields: jsonb('fields').$type<AskedFields>().notNull().default({}),
  successText: text('success_text').notNull().default(''),
  allowedOrigins: text('allowed_origins').array().notNull().default([]),
  acts: integer('acts').notNull().default(0),
  people: integer('people').notNull().default(0),
  lastActAt: moment('last_act_at'),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
});

export const optInActs = pgTable('opt_in_acts', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  pointId: id('point_id').notNull(),
  contactId: id('contact_id').notNull(),
  messageId: id('message_id'),
  consentId: id('consent_id'),
  at: moment('at').notNull(),
  liftedStop: boolean('lifted_stop').notNull().default(false),
  addressHash: bytea('address_hash'),
});

export type Point = typeof optInPoints.$inferSelect;
