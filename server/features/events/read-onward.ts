import { type SQL, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, json, nullable, selectRow, text } from '../../base/db/rows.ts';
import type { StoredEvent } from '../../base/events/read-events.ts';
import type { App } from '../../context.ts';
import { eventsByIds } from './event-rows.ts';
import { type EventFilter, findEvents, wrongCursor } from './find-events.ts';

/** Events looked at for one page: a rare type costs pages that are short, not one that is slow. */
const LOOKED_AT = 5_000;
/** No transaction lasts so long: further apart, times and transactions have the same order. */
const SLACK_MS = 60_000;

/** A place in the order of transactions: the transaction's id, the event's id. */
type Place = [xid: string, id: number];

/**
 * What happened, oldest first, for whoever must miss nothing: in the order of transactions and up
 * to the oldest one still running, so that nothing ever appears behind the cursor.
 * @param page.after the `next` of the page before
 * @returns `next` to come back with, also when there is nothing now; `isCaughtUp`: there isn't
 */
export async function readOnward(
  app: App,
  workspaceId: number,
  filter: EventFilter,
  page: { limit: number; after: string | undefined },
): Promise<{ events: StoredEvent[]; next: string; isCaughtUp: boolean }> {
  const [xid, id] = readPlace(page.after) ?? (await beginning(app, workspaceId, filter.since));
  const found = await selectRow(
    app.db,
    { seen: int, last: nullable(json<Place>()), picked: nullable(json<Place[]>()) },
    sql`
      with seen as materialized (
        select e.id, e.xid, e.workspace_id = ${workspaceId} and ${fits(filter)} as fits
        from events e
        where (e.xid, e.id) > (${xid}::xid8, ${id}::bigint)
          and e.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by e.xid, e.id limit ${LOOKED_AT}),
      picked as (select id, xid from seen where fits order by xid, id limit ${page.limit})
      select (select count(*)::int from seen) as seen,
        (select jsonb_build_array(xid::text, id) from seen order by xid desc, id desc limit 1)
          as last,
        (select jsonb_agg(jsonb_build_array(xid::text, id) order by xid, id) from picked) as picked`,
  );
  const picked = found?.picked ?? [];
  const isFull = picked.length === page.limit;
  const reached = (isFull ? picked.at(-1) : found?.last) ?? [xid, id];
  const ids = picked.map(([, eventId]) => eventId);
  const events = new Map((await eventsByIds(app, ids)).map((e) => [e.id, e]));
  return {
    events: ids.flatMap((eventId) => events.get(eventId) ?? []),
    next: reached.join('-'),
    isCaughtUp: !isFull && (found?.seen ?? 0) < LOOKED_AT,
  };
}

/** Whether an event is what the reader wants; all other fields are the index's business. */
function fits({ types, senderId, contactId, since, until }: EventFilter): SQL {
  const patterns = JSON.stringify(types ?? ['*']);
  return sql`(
    exists (select from jsonb_array_elements_text(${patterns}::jsonb) p
      where case when p like '%*' then starts_with(e.type, left(p, -1)) else e.type = p end)
    ${senderId === undefined ? sql`` : sql`and e.sender_id = ${senderId}`}
    ${contactId === undefined ? sql`` : sql`and e.contact_id = ${contactId}`}
    ${since ? sql`and e.at >= ${at(since)}` : sql``}
    ${until ? sql`and e.at < ${at(until)}` : sql``}) is true`;
}

/** Before the first event that can be of this time, so that a year isn't leafed through. */
async function beginning(app: App, workspaceId: number, since: Date | undefined): Promise<Place> {
  if (!since) return ['0', 0];
  const [first] = await findEvents(
    app,
    workspaceId,
    { since: new Date(since.getTime() - SLACK_MS) },
    { order: 'oldest', limit: 1, after: undefined },
  );
  const row = await selectRow(
    app.db,
    { xid: text },
    first
      ? sql`select xid::text as xid from events where id = ${first.id}`
      : sql`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`,
  );
  return [row?.xid ?? '0', 0];
}

/** @throws AppError invalid_request when it isn't one of ours */
function readPlace(after: string | undefined): Place | undefined {
  if (after === undefined || after === '') return undefined;
  const [, xid, id] = /^(\d{1,18})-(\d{1,15})$/.exec(after) ?? [];
  if (xid !== undefined && id !== undefined) return [xid, Number(id)];
  throw wrongCursor();
}
