import { integer, jsonb, pgTable, real, text } from 'drizzle-orm/pg-core';
import type { CampaignStatus } from '../../../../contract/campaigns.ts';
import { id, identity, moment } from '../../../base/db/columns.ts';
import type { Invite } from '../invites/invite.ts';
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
  invite: jsonb('invite').$type<Invite>(),
});

export type Campaign = typeof campaigns.$inferSelect;
