import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import { bytes, int, nullable, oneOf, selectRows, text, time } from '../../../base/db/rows.ts';
import type { App } from '../../../context.ts';
import type { WebhookForm } from './tables.ts';

/** A process that died in the middle of a post is waited for this long. Real seconds. */
const CLAIM_SECONDS = 60;
/** Posts under way to one endpoint: a slow one must leave room for the others. */
const MOST_FOR_ONE = 100;

const claimedColumns = {
  id: int,
  eventId: int,
  workspaceId: int,
  endpointId: int,
  line: nullable(text),
  attempts: int,
  /** When its day of attempts began. */
  since: time,
  url: text,
  form: nullable(oneOf<WebhookForm>()),
  secret: nullable(bytes),
  previousSecret: nullable(bytes),
  previousSecretUntil: nullable(time),
};

export type Claimed = Awaited<ReturnType<typeof claimDue>>[number];

/**
 * Takes posts that are due, of each endpoint the oldest. One that stands behind another of its
 * line (the same person, the same endpoint) waits until that one has arrived or was given up.
 * @param underWay how many posts this process is making, by endpoint
 */
export async function claimDue(app: App, limit: number, underWay: ReadonlyMap<number, number>) {
  const busy = [...underWay].map(([endpoint_id, posts]) => ({ endpoint_id, posts }));
  const rows = await selectRows(
    app.db,
    claimedColumns,
    sql`
      with recursive waiting as (
        (select endpoint_id as id from webhook_deliveries where status = 'pending'
          order by endpoint_id limit 1)
        union all
        select (select d.endpoint_id from webhook_deliveries d
          where d.status = 'pending' and d.endpoint_id > w.id order by d.endpoint_id limit 1)
        from waiting w where w.id is not null),
      due as (
        select d.id from waiting w
        join webhook_endpoints e on e.id = w.id and e.disabled_at is null
        left join jsonb_to_recordset(${jsonRows(busy)}) as b(endpoint_id bigint, posts int)
          on b.endpoint_id = e.id
        cross join lateral (
          select d.id, d.due_at, d.event_id from webhook_deliveries d
          where d.endpoint_id = e.id and d.status = 'pending' and d.due_at <= ${at(app.clock.now())}
            and (d.claimed_until is null or d.claimed_until < now())
            and (d.line is null or not exists (
              select from webhook_deliveries ahead
              where ahead.endpoint_id = d.endpoint_id and ahead.line = d.line
                and ahead.status = 'pending' and ahead.event_id < d.event_id))
          order by d.due_at, d.event_id
          limit greatest(${MOST_FOR_ONE}::int - coalesce(b.posts, 0), 0)
          for update skip locked) d
        order by d.due_at, d.event_id limit ${limit})
      update webhook_deliveries d
      set claimed_until = now() + ${CLAIM_SECONDS} * interval '1 second'
      from webhook_endpoints e
      where e.id = d.endpoint_id and d.id in (select id from due)
      returning d.id, d.event_id as "eventId", d.workspace_id as "workspaceId",
        d.endpoint_id as "endpointId", d.line, d.attempts,
        coalesce(d.replayed_at, d.created_at) as since, e.url, e.form, e.secret,
        e.previous_secret as "previousSecret", e.previous_secret_until as "previousSecretUntil"`,
  );
  return rows.sort((a, b) => a.eventId - b.eventId);
}
