import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { contactStatuses } from '../../../contract/contacts.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';
import type { Text } from '../../base/text.ts';

/** Why we may write to somebody. `inbound`: they wrote to us. */
export const consentBases = [
  'opt_in',
  'customer',
  'inbound',
  'contract',
  'public_business',
] as const;
export type ConsentBasis = (typeof consentBases)[number];

export const sources = pgTable('sources', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  basis: text('basis').$type<ConsentBasis>().notNull(),
  note: text('note').notNull(),
  createdAt: moment('created_at').notNull(),
});

export const contacts = pgTable('contacts', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  telegramId: id('telegram_id'),
  /** Lower case, without the @. */
  username: text('username'),
  /** E.164, with the plus. */
  phone: text('phone'),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  consentId: id('consent_id'),
  optedOutAt: moment('opted_out_at'),
  createdAt: moment('created_at').notNull(),
  /** From 1 to 10. */
  priority: integer('priority').notNull().default(5),
  status: text('status').$type<ContactStatus>().notNull().default('pending'),
  assignedSenderId: id('assigned_sender_id'),
  custom: jsonb('custom').$type<Record<string, unknown>>().notNull().default({}),
  tags: text('tags').array().notNull().default([]),
  /** ISO 639-1. */
  language: text('language'),
  /** IANA. */
  timeZone: text('time_zone'),
  notes: text('notes').notNull().default(''),
  /** Of somebody who was erased on request: nothing of theirs is left but the numbers. */
  erasedAt: moment('erased_at'),
});

export const consents = pgTable('consents', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  contactId: id('contact_id').notNull(),
  sourceId: id('source_id').notNull(),
  givenAt: moment('given_at').notNull(),
  evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull(),
});

export const doNotContact = pgTable('do_not_contact', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  kind: text('kind').$type<IdentifierKind>().notNull(),
  identifierHash: bytea('identifier_hash').notNull(),
  reason: text('reason').notNull(),
  evidence: jsonb('evidence').$type<Record<string, unknown>>().notNull(),
  createdAt: moment('created_at').notNull(),
  liftedAt: moment('lifted_at'),
  liftedBecause: text('lifted_because'),
});

/** People put on a list, or found anew each time by a filter. */
export const audiences = pgTable('audiences', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  name: text('name').notNull(),
  kind: text('kind').$type<'list' | 'filter'>().notNull(),
  filter: jsonb('filter').$type<Record<string, unknown>>(),
  note: text('note').notNull().default(''),
  createdAt: moment('created_at').notNull(),
});

/** Rows of an imported file that nobody could be made of. */
export const importRefusals = pgTable('import_refusals', {
  workspaceId: id('workspace_id').notNull(),
  jobId: id('job_id').notNull(),
  /** As a spreadsheet counts them: the header is row 1. */
  rowNumber: integer('row_number').notNull(),
  reason: jsonb('reason').$type<Text>().notNull(),
  cells: jsonb('cells').$type<string[]>().notNull(),
});

export type ContactStatus = (typeof contactStatuses)[number];
export type IdentifierKind = 'telegram_id' | 'username' | 'phone';
export type Contact = typeof contacts.$inferSelect;
