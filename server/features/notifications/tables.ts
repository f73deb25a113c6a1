import { integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { NoticeKind } from '../../../contract/notifications.ts';
import { id, identity, moment } from '../../base/db/columns.ts';

/** What a notice is about, in ids only. */
export type About = { senderId: number | null; data: Record<string, unknown> };

export const notices = pgTable('notices', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  eventId: id('event_id').notNull(),
  at: moment('at').notNull(),
  about: jsonb('about').$type<About>().notNull(),
});
export type Notice = typeof notices.$inferSelect;

export const noticePaces = pgTable('notice_paces', {
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  since: moment('since').notNull(),
  told: integer('told').notNull(),
});

export const noticeSettings = pgTable('notice_settings', {
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  kinds: jsonb('kinds').$type<Partial<Record<NoticeKind, boolean>>>().notNull().default({}),
  quietFrom: smallint('quiet_from'),
  quietTo: smallint('quiet_to'),
});
