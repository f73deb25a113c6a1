import { boolean, integer, jsonb, pgTable, real, smallint, text } from 'drizzle-orm/pg-core';
import type { CampaignStatus, TargetStatus } from '../../../../contract/campaigns.ts';
import { id, identity, moment } from '../../../base/db/columns.ts';
import type { PauseReason, Schedule } from './campaign.ts';

export const campaigns = pgTable('campaigns', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  number: integer('number').notNull(),
  name: text('name').notNull(),
  status: text('status').$type<CampaignStatus>().notNull(),
  scriptId: id('script_id').notNull(),
  scriptVersion: integer('script_version').notNull(),
  audienceId: id('audience_id'),
  accountIds: id('account_ids').array().notNull().default([]),
  accountTags: text('account_tags').array().notNull().default([]),
  startsAt: moment('starts_at'),
  schedule: jsonb('schedule').$type<Schedule>().notNull(),
  maxFirstPerDay: integer('max_first_per_day'),
  followUpHours: integer('follow_up_hours').notNull().default(24),
  followUpText: text('follow_up_text'),
  silenceHours: integer('silence_hours').notNull().default(72),
  errorShare: real('error_share').notNull().default(0.3),
  roleId: id('role_id'),
  createdAt: moment('created_at').notNull(),
  launchedAt: moment('launched_at'),
  pausedAt: moment('paused_at'),
  pauseReason: jsonb('pause_reason').$type<PauseReason>(),
  finishedAt: moment('finished_at'),
  /** The audience is copied up to this contact; null: all of it. */
  copiedTo: id('copied_to'),
  nextFeedAt: moment('next_feed_at'),
});

export const campaignTargets = pgTable('campaign_targets', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  campaignId: id('campaign_id').notNull(),
  contactId: id('contact_id').notNull(),
  priority: smallint('priority').notNull(),
  timeZone: text('time_zone'),
  status: text('status').$type<TargetStatus>().notNull(),
  reason: text('reason'),
  senderId: id('sender_id'),
  dialogId: id('dialog_id'),
  /** The last stage put into the outbox, counted from 1. */
  stage: smallint('stage').notNull().default(0),
  hasReplied: boolean('has_replied').notNull().default(false),
  nextLookAt: moment('next_look_at'),
  changedAt: moment('changed_at').notNull(),
});

export type Campaign = typeof campaigns.$inferSelect;
