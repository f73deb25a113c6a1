import { and, inArray, isNull, sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { type ReadResult, readEvents, type StoredEvent } from '../../../base/events/read-events.ts';
import type { App } from '../../../context.ts';
import { matchesType } from '../../events/event-types.ts';
import { type Endpoint, webhookEndpoints } from './tables.ts';

export const DELIVERIES_CHANNEL = 'vestnik_deliveries';

/** Turns new events into posts to be made, one for each endpoint that wants to know. */
export function fanOut(app: App): Promise<ReadResult> {
  return readEvents(app.database, 'webhooks', async (tx, events) => {
    const endpoints = await tx
      .select()
      .from(webhookEndpoints)
      .where(
        and(
          inArray(webhookEndpoints.workspaceId, [...new Set(events.map((e) => e.workspaceId))]),
          isNull(webhookEndpoints.disabledAt),
        ),
      );
    const posts = endpoints.flatMap((endpoint) =>
      events.filter((e) => isTold(endpoint, e)).map((event) => ({ endpoint, event })),
    );
    await addDeliveries(app, tx, posts);
  });
}

/** Whether an endpoint wants to know of an event. */
export function isTold(endpoint: Endpoint, event: StoredEvent): boolean {
  return (
    endpoint.workspaceId === event.workspaceId &&
    endpoint.eventTypes.some((pattern) => matchesType(pattern, event.type))
  );
}

/**
 * Puts down posts to be made; those that exist are put back, if `again`. A post behind one that
 * waits for its next attempt is due with it: until then nobody need look at it.
 * @returns how many there are to be made now
 */
export async function addDeliveries(
  app: App,
  tx: Db,
  posts: readonly { endpoint: Endpoint; event: StoredEvent }[],
  again = false,
): Promise<number> {
  if (posts.length === 0) return 0;
  const now = at(app.clock.now());
  const rows = posts.map(({ endpoint, event }) => ({
    workspace_id: event.workspaceId,
    endpoint_id: endpoint.id,
    event_id: event.id,
    line: lineOf(event),
  }));
  const onConflict = again
    ? sql`do update set status = 'pending', attempts = 0, due_at = ${now}, claimed_until = null,
        finished_at = null, replayed_at = ${now} where d.status <> 'pending'`
    : sql`do nothing`;
  const result = await tx.execute(sql`
    insert into webhook_deliveries as d
      (workspace_id, endpoint_id, event_id, line, status, due_at, created_at)
    select r.workspace_id, r.endpoint_id, r.event_id, r.line, 'pending',
      greatest(${now}, (select ahead.due_at from webhook_deliveries ahead
        where ahead.endpoint_id = r.endpoint_id and ahead.line = r.line
          and ahead.status = 'pending' and ahead.event_id < r.event_id
        order by ahead.event_id desc limit 1)),
      ${now}
    from jsonb_to_recordset(${jsonRows(rows)})
      as r(workspace_id bigint, endpoint_id bigint, event_id bigint, line text)
    on conflict (endpoint_id, event_id) ${onConflict}
    returning d.id`);
  await tx.execute(sql`select pg_notify(${DELIVERIES_CHANNEL}, '')`);
  return (result as unknown as { rows: unknown[] }).rows.length;
}

/** What arrives in order: all of one person, and all of one account that is about nobody. */
function lineOf({ contactId, senderId }: StoredEvent): string | null {
  if (contactId !== null) return `c${contactId}`;
  return senderId === null ? null : `a${senderId}`;
}
