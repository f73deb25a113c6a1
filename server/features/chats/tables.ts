import { boolean, date, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, int64, moment } from '../../base/db/columns.ts';
import type { AdminChat } from '../../edges/telegram-account/port.ts';

/** Chats that an account administers, as they were when it was last asked. */
export const accountChats = pgTable('account_chats', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  accountId: id('account_id').notNull(),
  /** The Bot API's number. */
  chatId: id('chat_id').notNull(),
  accessHash: int64('access_hash'),
  kind: text('kind').$type<AdminChat['kind']>().notNull(),
  title: text('title').notNull(),
  username: text('username'),
  members: integer('members'),
  place: text('place').$type<AdminChat['place']>().notNull(),
  mayInvite: boolean('may_invite').notNull(),
  seenAt: moment('seen_at').notNull(),
});

/** Channels that warming accounts join and read. */
export const warmupChannels = pgTable('warmup_channels', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  /** null: every warming account of the workspace. */
  accountId: id('account_id'),
  /** @name, or an invite link. */
  reference: text('reference').notNull(),
  addedAt: moment('added_at').notNull(),
});

/** How an account stands to a channel on its list. */
export const channelVisits = pgTable('channel_visits', {
  workspaceId: id('workspace_id').notNull(),
  accountId: id('account_id').notNull(),
  channelId: id('channel_id').notNull(),
  state: text('state').$type<'joined' | 'requested' | 'refused'>().notNull(),
  chatId: id('chat_id'),
  accessHash: int64('access_hash'),
  title: text('title'),
  problem: text('problem'),
  since: moment('since').notNull(),
  readAt: moment('read_at'),
  postsRead: integer('posts_read').notNull().default(0),
});

/** When an account goes to its channels next, and what it did there that day. */
export const channelTurns = pgTable('channel_turns', {
  accountId: id('account_id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  nextAt: moment('next_at').notNull(),
  /** In the workspace's time zone, YYYY-MM-DD. */
  day: date('day', { mode: 'string' }).notNull(),
  joins: integer('joins').notNull().default(0),
  reads: integer('reads').notNull().default(0),
  problem: text('problem'),
});

export type AccountChatRow = typeof accountChats.$inferSelect;
export type WarmupChannel = typeof warmupChannels.$inferSelect;
