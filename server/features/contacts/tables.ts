import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';

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

export type IdentifierKind = 'telegram_id' | 'username' | 'phone';
export type Contact = typeof contacts.$inferSelect;
