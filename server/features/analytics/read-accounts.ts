import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { accountFiguresAnswer } from '../../../contract/analytics.ts';
import { addDays, startOfLocalDay } from '../../base/days.ts';
import { at } from '../../base/db/columns.ts';
import { int, nullable, oneOf, selectRows, text, time } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { type AccountStatus, accountKey } from '../accounts/account.ts';
import { daysInStatus, type StatusChange } from './days-in-status.ts';
import { type Period, rowsOf, share } from './read-period.ts';

/** As many as a pool holds; of one account so many changes of status are looked at. */
const MOST_ACCOUNTS = 1_000;
const MOST_CHANGES = 500;

type View = z.output<typeof accountFiguresAnswer>['accounts'][number];

/** The health of each account in a period; deleted ones are there while they have figures. */
export async function readAccounts(app: App, period: Period): Promise<View[]> {
  const ofOne = period.senderId < 0 ? sql`true` : sql`a.id = ${period.senderId}`;
  const rows = await selectRows(
    app.db,
    {
      id: int,
      number: int,
      name: text,
      status: oneOf<AccountStatus>(),
      addedAt: time,
      removedAt: nullable(time),
      sent: int,
      first: int,
      failed: int,
      floods: int,
      replies: int,
      writtenTo: int,
      replied: int,
      refusals: int,
      converted: int,
    },
    sql`
      select a.id, a.number, a.name, a.status, a.added_at as "addedAt",
        s.removed_at as "removedAt", f.*
      from accounts a join senders s on s.id = a.id
      cross join lateral (
        select coalesce(sum(sent), 0) as sent, coalesce(sum(first), 0) as first,
          coalesce(sum(failed), 0) as failed, coalesce(sum(floods), 0) as floods,
          coalesce(sum(replies), 0) as replies,
          coalesce(sum(people_written_to), 0) as "writtenTo",
          coalesce(sum(people_replied), 0) as replied,
          coalesce(sum(refusals), 0) as refusals, coalesce(sum(converted), 0) as converted,
          count(*) as days
        from analytics_days where ${rowsOf(period, { sender: sql`a.id` })}) f
      where a.workspace_id = ${period.workspaceId} and ${ofOne}
        and (s.removed_at is null or f.days > 0)
      order by a.number limit ${MOST_ACCOUNTS}`,
  );
  const ids = rows.map((row) => row.id);
  const [errors, changes] = await Promise.all([
    readErrors(app, period, ids),
    readChanges(app, period, ids),
  ]);
  const from = startOfLocalDay(period.from, period.timeZone);
  const end = startOfLocalDay(addDays(period.to, 1), period.timeZone);
  const to = new Date(Math.min(end.getTime(), app.clock.now().getTime()));
  return rows.map((row) => ({
    account_id: accountKey(row.number),
    name: row.name,
    status: row.removedAt ? null : row.status,
    sent: row.sent,
    first: row.first,
    failed: row.failed,
    errors: errors.get(row.id) ?? {},
    floods: row.floods,
    replies: row.replies,
    replied_share: share(row.replied, row.writtenTo),
    refusals: row.refusals,
    converted: row.converted,
    days_in_status: daysInStatus(
      { status: row.status, since: row.addedAt, until: row.removedAt },
      changes.get(row.id) ?? [],
      from,
      to,
    ),
  }));
}

const listOf = (ids: readonly number[]) => sql`unnest(${`{${ids.join(',')}}`}::bigint[]) as a(id)`;

async function readErrors(app: App, period: Period, ids: readonly number[]) {
  const rows = await selectRows(
    app.db,
    { id: int, cause: text, number: int },
    sql`
      select a.id, c.cause, c.number from ${listOf(ids)}
      cross join lateral (
        select cause, sum(number) as number from analytics_causes
        where ${rowsOf(period, { sender: sql`a.id` })} and what = 'failed'
        group by cause) c`,
  );
  const errors = new Map<number, Record<string, number>>();
  for (const { id, cause, number } of rows) errors.set(id, { ...errors.get(id), [cause]: number });
  return errors;
}

async function readChanges(app: App, period: Period, ids: readonly number[]) {
  const rows = await selectRows(
    app.db,
    {
      id: int,
      at: time,
      from: oneOf<AccountStatus>(),
      to: oneOf<AccountStatus>(),
    },
    sql`
      select a.id, e.at, e.data->>'from' as from, e.data->>'to' as to from ${listOf(ids)}
      cross join lateral (
        select at, data, id from events
        where workspace_id = ${period.workspaceId} and sender_id = a.id
          and type = 'account.status_changed'
          and at >= ${at(startOfLocalDay(period.from, period.timeZone))}
        order by at, id limit ${MOST_CHANGES}) e
      order by a.id, e.at, e.id`,
  );
  const changes = new Map<number, StatusChange[]>();
  for (const { id, ...change } of rows) changes.set(id, [...(changes.get(id) ?? []), change]);
  return changes;
}
