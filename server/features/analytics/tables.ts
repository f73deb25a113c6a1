import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { id, identity, moment } from '../../base/db/columns.ts';

/** The other tables of the figures are written and read by hand-written SQL alone. */
export const analyticsTallies = pgTable('analytics_tallies', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  timeZone: text('time_zone').notNull(),
  countedTo: id('counted_to').notNull().default(0),
  countedAt: moment('counted_at'),
  isShown: boolean('is_shown').notNull(),
});

export type Tally = typeof analyticsTallies.$inferSelect;
