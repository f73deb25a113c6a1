import { boolean, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { MediaType, OutgoingType } from '../../../contract/messages.ts';
import { bytea, id, identity, int64, moment } from '../../base/db/columns.ts';
import type { Attachment } from '../../edges/telegram-account/port.ts';
import type {
  DialogStatus,
  InvitedTo,
  Lane,
  MessageError,
  MessageStatus,
  WaitingReason,
} from './message.ts';

export const dialogs = pgTable('dialogs', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  number: integer('number').notNull(),
  senderId: id('sender_id').notNull(),
  contactId: id('contact_id').notNull(),
  status: text('status').$type<DialogStatus>().notNull().default('active'),
  createdAt: moment('created_at').notNull(),
  firstOutAt: moment('first_out_at'),
  lastOutAt: moment('last_out_at'),
  lastInAt: moment('last_in_at'),
  lostBecause: text('lost_because'),
  isAutomatic: boolean('is_automatic').notNull().default(false),
  firstInAt: moment('first_in_at'),
  takenOverAt: moment('taken_over_at'),
  waitingBecause: text('waiting_because').$type<WaitingReason>(),
  waitingSince: moment('waiting_since'),
  assignedOperatorId: id('assigned_operator_id'),
  snoozedUntil: moment('snoozed_until'),
  snoozeNote: text('snooze_note'),
  roleId: id('role_id'),
  notes: text('notes').notNull().default(''),
  judgedTo: id('judged_to').notNull().default(0),
  judgeAt: moment('judge_at'),
  answerAt: moment('answer_at'),
  answerClaimedUntil: moment('answer_claimed_until'),
});

export const media = pgTable('media', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  type: text('type').$type<MediaType>().notNull(),
  /** SHA-256 of the original. */
  sourceHash: bytea('source_hash').notNull(),
  fileName: text('file_name').notNull(),
  mimeType: text('mime_type').notNull(),
  size: id('size').notNull(),
  width: integer('width'),
  height: integer('height'),
  durationSeconds: integer('duration_seconds'),
  waveform: bytea('waveform'),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at').notNull(),
});

export const mediaUploads = pgTable('media_uploads', {
  workspaceId: id('workspace_id').notNull(),
  mediaId: id('media_id').notNull(),
  senderId: id('sender_id').notNull(),
  reference: bytea('reference').notNull(),
  uploadedAt: moment('uploaded_at').notNull(),
});

export const messages = pgTable('messages', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  dialogId: id('dialog_id').notNull(),
  senderId: id('sender_id').notNull(),
  contactId: id('contact_id').notNull(),
  direction: text('direction').$type<'in' | 'out'>().notNull(),
  type: text('type').$type<OutgoingType>().notNull(),
  /** The text, or the caption of a file. */
  content: text('content').notNull().default(''),
  mediaId: id('media_id'),
  attachment: jsonb('attachment').$type<Attachment>(),
  telegramId: integer('telegram_id'),
  createdAt: moment('created_at').notNull(),
  sentAt: moment('sent_at'),
  status: text('status').$type<MessageStatus>().notNull(),
  lane: text('lane').$type<Lane>(),
  randomId: int64('random_id'),
  dueAt: moment('due_at'),
  decideBy: moment('decide_by'),
  keepsQuietHours: boolean('keeps_quiet_hours').notNull().default(true),
  origin: text('origin'),
  originId: id('origin_id'),
  answersId: id('answers_id'),
  idempotencyKey: text('idempotency_key'),
  requestHash: bytea('request_hash'),
  passedAt: moment('passed_at'),
  fence: id('fence'),
  attempts: integer('attempts').notNull().default(0),
  proxyUsed: boolean('proxy_used'),
  error: jsonb('error').$type<MessageError>(),
  /** Of what invites, by adding or by a link: where to. */
  chat: jsonb('chat').$type<InvitedTo>(),
});

export const gateDecisions = pgTable('gate_decisions', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  messageId: id('message_id').notNull(),
  at: moment('at').notNull(),
  verdict: text('verdict').$type<'passed' | 'deferred' | 'refused'>().notNull(),
  reason: text('reason').notNull(),
  until: moment('until'),
});

export type Message = typeof messages.$inferSelect;
export type Media = typeof media.$inferSelect;
