import { Readable } from 'node:stream';
import { z } from 'zod';
import { accountParams } from '../../../contract/accounts.ts';
import { pageQuery } from '../../../contract/common.ts';
import {
  accountHistoryAnswer,
  eventsAnswer,
  eventsQuery,
  logsAnswer,
  logsExportQuery,
  logsQuery,
} from '../../../contract/events.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import { spellActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { type Caller, CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { findAccount } from '../accounts/find-account.ts';
import { readAccountHistory } from './account-history.ts';
import { describeEvents } from './describe-events.ts';
import { type EventFilter, findEvents, nextTimeCursor, readTimeCursor } from './find-events.ts';
import { exportLogs, type LogFilter, listLogs } from './list-logs.ts';
import { readOnward } from './read-onward.ts';

const tag = 'Events and logs';

export const routes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/events',
    permission: 'webhooks.read',
    summary: 'What happened, as webhooks tell it',
    description:
      'Newest first by default. With order=oldest a reader follows along: each answer has a `next` to come back with, nothing is skipped, and a page may be short while more follows.',
    tag,
    query: eventsQuery,
    answers: { 200: eventsAnswer },
    handle: async ({ app, caller, query }) => {
      const filter = await readFilter(app, caller, query);
      if (query.order === 'oldest') {
        const page = { limit: query.limit, after: query.after };
        const { events, next, isCaughtUp } = await readOnward(
          app,
          caller.workspaceId,
          filter,
          page,
        );
        const views = await viewEvents(app, events);
        return { success: true, events: views, next, is_caught_up: isCaughtUp };
      }
      const events = await findEvents(app, caller.workspaceId, filter, {
        order: 'newest',
        limit: query.limit,
        after: readTimeCursor(query.after),
      });
      return {
        success: true,
        events: await viewEvents(app, events),
        next: nextTimeCursor(events, query.limit),
      };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/logs',
    permission: 'accounts.read',
    summary: 'The log of sends, answers, errors and statuses, newest first',
    tag,
    query: logsQuery,
    answers: { 200: logsAnswer },
    handle: async ({ app, caller, query }) => {
      const { lines, places } = await listLogs(app, caller, logFilter(query), {
        order: 'newest',
        limit: query.limit,
        after: readTimeCursor(query.after),
      });
      return { success: true, logs: lines, next: nextTimeCursor(places, query.limit) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/accounts/:id/history',
    permission: 'accounts.read',
    summary: 'What happened to an account, newest first, in words',
    tag,
    params: accountParams,
    query: pageQuery,
    answers: { 200: accountHistoryAnswer },
    handle: async ({ app, caller, params, query }) => {
      const page = { limit: query.limit, after: readTimeCursor(query.after) };
      const { lines, places } = await readAccountHistory(app, caller, params.id, page);
      return { success: true, history: lines, next: nextTimeCursor(places, query.limit) };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/logs.csv',
    permission: 'accounts.read',
    summary: 'The log as a CSV file, oldest first',
    tag,
    query: logsExportQuery,
    answers: { 200: z.any().describe('Lines with the columns of GET /logs') },
    handle: async ({ app, caller, query }) => {
      const filter = logFilter(query);
      // An account that isn't there must be told of before the file has begun.
      if (filter.accountId) await findAccount(app, caller.workspaceId, filter.accountId);
      return new CustomAnswer({
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="logs.csv"',
        },
        body: Readable.from(exportLogs(app, caller, filter)),
      });
    },
  }),
];

async function readFilter(
  app: App,
  caller: Caller,
  query: z.output<typeof eventsQuery>,
): Promise<EventFilter> {
  const account =
    query.account_id && (await findAccount(app, caller.workspaceId, query.account_id));
  return {
    types: query.type,
    senderId: account ? account.id : undefined,
    contactId: query.contact_id,
    since: query.since,
    until: query.until,
  };
}

function logFilter(query: z.output<typeof logsExportQuery>): LogFilter {
  const { account_id: accountId, user_id: userId, action, result, since, until } = query;
  return { accountId, userId, action, result, since, until };
}

async function viewEvents(app: App, events: readonly StoredEvent[]) {
  const described = await describeEvents(app, events);
  return events.map(({ id, type, at, actor }) => ({
    id: `evt_${id}`,
    type,
    timestamp: at.toISOString(),
    actor: spellActor(actor),
    data: described.get(id) ?? null,
  }));
}
