import { boolean, integer, jsonb, pgTable, smallint, text } from 'drizzle-orm/pg-core';
import type { BotFeature, BotMode, BotProxyType } from '../../../contract/bots.ts';
import { bytea, id, identity, moment } from '../../base/db/columns.ts';
import type { Language } from '../../base/text.ts';
import type { BotButton, BotUpdate } from '../../edges/telegram-bot/port.ts';

export const bots = pgTable('bots', {
  id: id('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  token: bytea('token'),
  tokenHash: bytea('token_hash').notNull(),
  telegramId: id('telegram_id'),
  username: text('username'),
  name: text('name').notNull().default(''),
  features: text('features').array().$type<BotFeature[]>().notNull().default([]),
  isEnabled: boolean('is_enabled').notNull().default(true),
  heardTo: id('heard_to').notNull().default(0),
  connection: text('connection')
    .$type<'offline' | 'online' | 'failed'>()
    .notNull()
    .default('offline'),
  mode: text('mode').$type<BotMode>().notNull().default('polling'),
  webhookSecret: bytea('webhook_secret'),
  useProxy: boolean('use_proxy').notNull().default(true),
  proxyType: text('proxy_type').$type<BotProxyType>(),
  proxyHost: text('proxy_host'),
  proxyPort: integer('proxy_port'),
  proxyUser: text('proxy_user'),
  proxyPassword: bytea('proxy_password'),
  lastError: text('last_error'),
  lastErrorAt: moment('last_error_at'),
  addedAt: moment('added_at').notNull(),
});
export type Bot = typeof bots.$inferSelect;

export const botUpdates = pgTable('bot_updates', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  botId: id('bot_id').notNull(),
  updateId: id('update_id').notNull(),
  body: jsonb('body').$type<BotUpdate>().notNull(),
  heardAt: moment('heard_at').notNull(),
  fence: id('fence'),
  tries: smallint('tries').notNull().default(0),
});

export const botPostedUpdates = pgTable('bot_posted_updates', {
  workspaceId: id('workspace_id').notNull(),
  botId: id('bot_id').notNull(),
  updateId: id('update_id').notNull(),
  postedAt: moment('posted_at').notNull(),
});

export const botQuestions = pgTable('bot_questions', {
  workspaceId: id('workspace_id').notNull(),
  botId: id('bot_id').notNull(),
  chatId: id('chat_id').notNull(),
  step: text('step').notNull(),
  state: jsonb('state').$type<unknown>(),
  messageId: id('message_id'),
  askedAt: moment('asked_at').notNull(),
});

export const operatorChats = pgTable('operator_chats', {
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  telegramId: id('telegram_id').notNull(),
  linkedAt: moment('linked_at').notNull(),
  /** Of their app; null: as the workspace speaks. */
  language: text('language').$type<Language>(),
});

export const botSubscribers = pgTable('bot_subscribers', {
  workspaceId: id('workspace_id').notNull(),
  botId: id('bot_id').notNull(),
  contactId: id('contact_id').notNull(),
  payload: text('payload').notNull().default(''),
  startedAt: moment('started_at').notNull(),
  blockedAt: moment('blocked_at'),
});

export type PostWords = {
  html: string;
  buttons: readonly (readonly BotButton[])[];
  isSilent: boolean;
};

export const botPosts = pgTable('bot_posts', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  botId: id('bot_id').notNull(),
  chatId: id('chat_id').notNull(),
  key: text('key').notNull(),
  words: jsonb('words').$type<PostWords>(),
  contactId: id('contact_id'),
  dueAt: moment('due_at').notNull(),
  tries: smallint('tries').notNull().default(0),
  createdAt: moment('created_at').notNull(),
  doneAt: moment('done_at'),
  droppedBecause: text('dropped_because'),
});

export const botBoards = pgTable('bot_boards', {
  workspaceId: id('workspace_id').notNull(),
  operatorId: id('operator_id').notNull(),
  botId: id('bot_id').notNull(),
  chatId: id('chat_id').notNull(),
  messageId: id('message_id').notNull(),
  board: text('board').notNull(),
  language: text('language').$type<Language>().notNull(),
  shown: bytea('shown'),
  dueAt: moment('due_at').notNull(),
  calmSeconds: integer('calm_seconds').notNull().default(0),
  endsAt: moment('ends_at').notNull(),
});
