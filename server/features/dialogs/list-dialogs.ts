import { type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { dialogsQuery } from '../../../contract/dialogs.ts';
import { at } from '../../base/db/columns.ts';
import { int, selectRows, time } from '../../base/db/rows.ts';
import { AppError } from '../../base/errors.ts';
import { readCursor } from '../../base/pages.ts';
import type { App } from '../../context.ts';
import { readAccountKey } from '../accounts/account.ts';
import { readBusinessKey } from '../business/business-key.ts';
import { contactsThatFit } from '../contacts/filter-contacts.ts';
import { texts } from './texts.ts';

type Query = z.output<typeof dialogsQuery>;

/** When something was last said in a dialog; spelt as in the indexes. */
const activity = sql`greatest(d.last_in_at, d.last_out_at, d.created_at)`;

const orders: Record<Query['sort'], { key: SQL; direction: SQL; isAfter: SQL }> = {
  newest: { key: sql`d.created_at`, direction: sql`desc`, isAfter: sql`<` },
  activity: { key: activity, direction: sql`desc`, isAfter: sql`<` },
  waiting: { key: sql`d.waiting_since`, direction: sql`asc`, isAfter: sql`>` },
};

/**
 * One page of the dialogs that fit, in the order asked for.
 * @returns their ids, and the cursor of the next page
 * @throws AppError invalid_request when the cursor is of another order
 */
export async function listDialogs(
  app: App,
  workspaceId: number,
  query: Query,
): Promise<{ ids: number[]; next: string | null }> {
  const { sort, limit } = query;
  const { key, direction, isAfter } = orders[sort];
  const order = sort === 'newest' ? sql`d.id desc` : sql`${key} ${direction}, d.id ${direction}`;
  const rows = await selectRows(
    app.db,
    { id: int, moment: time },
    sql`
      select d.id, ${key} as moment
      from dialogs d
      ${query.q === undefined ? sql`` : sql`join contacts c on c.id = d.contact_id`}
      where d.workspace_id = ${workspaceId}
        and ${sql.join([...conditions(workspaceId, query), place()], sql` and `)}
      order by ${order} limit ${limit}`,
  );
  const last = rows.at(-1);
  return {
    ids: rows.map(({ id }) => id),
    next: !last || rows.length < limit ? null : cursorOf(last),
  };

  function place(): SQL {
    if (sort === 'newest') {
      const beforeId = readCursor(query.after);
      return beforeId === undefined ? sql`true` : sql`d.id < ${beforeId}`;
    }
    const after = readPlace(query.after);
    return after
      ? sql`(${key}, d.id) ${isAfter} (${at(after.moment)}, ${after.id}::bigint)`
      : sql`true`;
  }

  function cursorOf({ id, moment }: { id: number; moment: Date }): string {
    return sort === 'newest' ? String(id) : `${moment.getTime()}-${id}`;
  }
}

function conditions(workspaceId: number, query: Query): SQL[] {
  const { status, account_id: account, campaign, contact_id, operator_id, unanswered } = query;
  const hasLastWord = sql`coalesce(d.last_in_at > coalesce(d.last_out_at, '-infinity'), false)`;
  const all: (SQL | undefined)[] = [
    query.sort === 'waiting'
      ? sql`d.status = 'waiting' and d.waiting_since is not null`
      : undefined,
    status && hasStatus(status),
    account === undefined ? undefined : sql`d.sender_id = ${senderBehind(workspaceId, account)}`,
    campaign === undefined
      ? undefined
      : sql`d.id in (select t.dialog_id from campaign_targets t
          join campaigns k on k.id = t.campaign_id
          where k.workspace_id = ${workspaceId} and k.number = ${campaign})`,
    contact_id === undefined ? undefined : sql`d.contact_id = ${contact_id}`,
    operator_id === undefined ? undefined : sql`d.assigned_operator_id = ${operator_id}`,
    whether(query.unassigned, sql`d.assigned_operator_id is null`),
    whether(query.snoozed, sql`d.snoozed_until is not null`),
    whether(unanswered, hasLastWord),
    query.q === undefined ? undefined : contactsThatFit(workspaceId, { q: query.q }),
  ];
  return all.filter((condition) => condition !== undefined);
}

/** Also of a sender that is removed: its dialogs stay. */
function senderBehind(workspaceId: number, key: string): SQL {
  const number = readBusinessKey(key);
  return number === undefined
    ? sql`(select id from accounts
        where workspace_id = ${workspaceId} and number = ${readAccountKey(key)})`
    : sql`(select id from business_connections
        where workspace_id = ${workspaceId} and number = ${number})`;
}

/** One status stands alone, as the index of dialogs by status wants it. */
function hasStatus(statuses: readonly string[]): SQL {
  const [first, ...others] = statuses.map((status) => sql`${status}`);
  if (others.length === 0) return sql`d.status = ${first}`;
  return sql`d.status in (${sql.join([first, ...others], sql`, `)})`;
}

function whether(asked: boolean | undefined, condition: SQL): SQL | undefined {
  if (asked === undefined) return undefined;
  return asked ? condition : sql`not (${condition})`;
}

/** A place in an order by time: milliseconds and the id. */
function readPlace(after: string | undefined): { moment: Date; id: number } | undefined {
  if (!after) return undefined;
  const [, ms, id] = /^(\d{1,15})-(\d{1,15})$/.exec(after) ?? [];
  if (ms === undefined || id === undefined) throw new AppError('invalid_request', texts.badCursor);
  return { moment: new Date(Number(ms)), id: Number(id) };
}
