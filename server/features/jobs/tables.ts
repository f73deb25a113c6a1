import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { jobStatuses } from '../../../contract/jobs.ts';
import { id, identity, moment } from '../../base/db/columns.ts';
import type { Actor } from '../../base/events/record-events.ts';
import type { Text } from '../../base/text.ts';
import type { JobProgress } from '../../feature.ts';

export type JobStatus = (typeof jobStatuses)[number];

export const jobs = pgTable('jobs', {
  id: identity('id').primaryKey(),
  workspaceId: id('workspace_id').notNull(),
  kind: text('kind').notNull(),
  title: jsonb('title').$type<Text>().notNull(),
  args: jsonb('args').$type<unknown>().notNull(),
  actor: jsonb('actor').$type<Actor>().notNull(),
  status: text('status').$type<JobStatus>().notNull(),
  /** Where it goes on; null before the first chunk. */
  state: jsonb('state').$type<unknown>(),
  progress: jsonb('progress').$type<Partial<JobProgress>>().notNull().default({}),
  result: jsonb('result').$type<Record<string, unknown>>(),
  /** Tries since it last got on. */
  attempts: integer('attempts').notNull().default(0),
  /** Tries in all since it was asked for, or tried again by hand. */
  tries: integer('tries').notNull().default(0),
  /** The most that its progress ever told to be done: only what goes beyond it gets on. */
  furthest: id('furthest').notNull().default(0),
  lastError: jsonb('last_error').$type<Text & { code: string }>(),
  workerId: uuid('worker_id'),
  dueAt: moment('due_at').notNull(),
  createdAt: moment('created_at').notNull(),
  startedAt: moment('started_at'),
  finishedAt: moment('finished_at'),
});

export type Job = typeof jobs.$inferSelect;
