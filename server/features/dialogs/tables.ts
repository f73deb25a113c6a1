import { pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, moment } from '../../base/db/columns.ts';
import type { Verdict } from '../assistant/judge/verdict.ts';

/** What was made of a reply, or of several that came together. */
export const judgements = pgTable('judgements', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  dialogId: id('dialog_id').notNull(),
  /** The last of them. */
  messageId: id('message_id').notNull(),
  at: moment('at').notNull(),
  verdict: text('verdict').$type<Verdict>().notNull(),
  /** Which rule, or which model. */
  cause: text('cause').notNull(),
  decision: text('decision').notNull(),
  correctedTo: text('corrected_to').$type<Verdict>(),
  correctedAt: moment('corrected_at'),
});

/** Up to which message each operator has read a dialog. */
export const dialogReads = pgTable('dialog_reads', {
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  dialogId: id('dialog_id').notNull(),
  messageId: id('message_id').notNull(),
});
