import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { id, moment } from '../../../base/db/columns.ts';

export const campaignChats = pgTable('campaign_chats', {
  workspaceId: id('workspace_id').notNull(),
  campaignId: id('campaign_id').notNull(),
  senderId: id('sender_id').notNull(),
  accessHash: text('access_hash'),
  link: text('link'),
  lostBecause: text('lost_because'),
  lookAt: moment('look_at'),
  joined: integer('joined').notNull().default(0),
});
