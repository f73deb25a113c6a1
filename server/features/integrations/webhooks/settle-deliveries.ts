import { sql } from 'drizzle-orm';
import { at, jsonRows } from '../../../base/db/columns.ts';
import type { Db } from '../../../base/db/database.ts';
import { int, selectRows, time } from '../../../base/db/rows.ts';
import { recordEvents } from '../../../base/events/record-events.ts';
import { count } from '../../../base/metrics.ts';
import type { App } from '../../../context.ts';
import type { Claimed } from './claim-deliveries.ts';

/** Tried again after these pauses, then every six hours, until a day has passed. */
const PAUSES_S = [5, 15, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600];
const GIVE_UP_MS = 24 * 3_600_000;
/** An endpoint at which nothing has arrived for so long is disabled when one more is given up. */
const DISABLE_AFTER_MS = 5 * 24 * 3_600_000;

export type Attempted = {
  delivery: Claimed;
  ok: boolean;
  status: number | null;
  error: string | null;
};

/** More behind one post stay due, and are looked at in vain until it is over: that costs little. */
const PUT_OFF_AT_ONCE = 1_000;

/** The error of a post that can't be made any more, by no fault of the receiver's. */
export const GONE = 'what the event tells of has been erased';

const postsCounted = {
  name: 'vestnik_webhook_posts_total',
  help: 'Webhook posts, by result',
  labels: ['result'],
};

/**
 * The pause before the next attempt, in milliseconds; undefined: it is given up.
 * @param since when its day of attempts began
 */
export function pauseAfter(attempts: number, since: Date, now: Date): number | undefined {
  const seconds = PAUSES_S[attempts - 1] ?? PAUSES_S.at(-1) ?? 0;
  const ms = seconds * 1_000;
  return now.getTime() + ms - since.getTime() > GIVE_UP_MS ? undefined : ms;
}

/** Writes what came of posts, lets those behind them go on, and disables endpoints long dead. */
export async function settle(app: App, attempted: readonly Attempted[]): Promise<void> {
  const now = app.clock.now();
  const rows = attempted.map(({ delivery, ok, status, error }) => {
    const attempts = delivery.attempts + 1;
    const pause = ok || error === GONE ? undefined : pauseAfter(attempts, delivery.since, now);
    const isOver = pause === undefined;
    return {
      id: delivery.id,
      endpoint_id: delivery.endpointId,
      event_id: delivery.eventId,
      line: delivery.line,
      status: ok ? 'delivered' : isOver ? 'dead' : 'pending',
      attempts,
      due_at: isOver ? null : new Date(now.getTime() + pause).toISOString(),
      last_status: status,
      last_error: error,
      finished_at: isOver ? now.toISOString() : null,
    };
  });
  await app.database.transaction(async (tx) => {
    await tx.execute(sql`
      update webhook_deliveries d set status = r.status, attempts = r.attempts, due_at = r.due_at,
        last_status = r.last_status, last_error = r.last_error, finished_at = r.finished_at,
        claimed_until = null
      from jsonb_to_recordset(${jsonRows(rows)}) as r(id bigint, status text, attempts int,
        due_at timestamptz, last_status int, last_error text, finished_at timestamptz)
      where d.id = r.id`);
    await moveThoseBehind(
      tx,
      now,
      rows.filter((row) => row.line !== null),
    );
    await judgeEndpoints(tx, now, attempted, rows);
  });
  for (const { ok } of attempted)
    count(app.metrics, postsCounted, { result: ok ? 'delivered' : 'failed' });
}

type Outcome = {
  endpoint_id: number;
  event_id: number;
  line: string | null;
  status: string;
  due_at: string | null;
};

/**
 * Behind a post that waits for its next attempt nothing is due before it; behind one that is over,
 * the next one is due now, should it have been put off.
 */
async function moveThoseBehind(tx: Db, now: Date, rows: readonly Outcome[]): Promise<void> {
  const moves = [
    {
      moved: rows.filter((row) => row.due_at === null).map((row) => ({ ...row, due_at: now })),
      which: sql`(select d.* from (${behind} limit 1) d where d.due_at > r.due_at)`,
    },
    {
      moved: rows.filter((row) => row.due_at !== null),
      which: sql`(select d.* from (${behind} limit ${PUT_OFF_AT_ONCE}) d where d.due_at < r.due_at)`,
    },
  ];
  for (const { moved, which } of moves) {
    if (moved.length === 0) continue;
    await tx.execute(sql`
      update webhook_deliveries d set due_at = b.due_at
      from (
        select b.id, r.due_at
        from jsonb_to_recordset(${jsonRows(moved)})
          as r(endpoint_id bigint, event_id bigint, line text, due_at timestamptz)
        cross join lateral ${which} b) b
      where d.id = b.id`);
  }
}

/** Each row by its index, however many wait: a join would read all of them. */
const behind = sql`
  select d.id, d.due_at from webhook_deliveries d
  where d.endpoint_id = r.endpoint_id and d.line = r.line and d.status = 'pending'
    and d.event_id > r.event_id
  order by d.event_id`;

/**
 * Remembers since when nothing arrives at an endpoint. What the environment names is never
 * disabled: its posts are given up one by one.
 */
async function judgeEndpoints(
  tx: Db,
  now: Date,
  attempted: readonly Attempted[],
  rows: readonly Outcome[],
): Promise<void> {
  const answered = attempted.filter((a) => a.error !== GONE);
  const good = new Set(answered.filter((a) => a.ok).map((a) => a.delivery.endpointId));
  const bad = new Set(answered.map((a) => a.delivery.endpointId).filter((id) => !good.has(id)));
  for (const [ids, since] of [
    [good, null],
    [bad, now.toISOString()],
  ] as const) {
    if (ids.size === 0) continue;
    await tx.execute(sql`
      update webhook_endpoints set failing_since = ${since}::timestamptz
      where id in (select value::bigint from jsonb_array_elements_text(${jsonRows([...ids])}))
        and (failing_since is null) = ${since !== null}`);
  }
  const givenUp = rows.filter((row) => row.status === 'dead' && bad.has(row.endpoint_id));
  if (givenUp.length === 0) return;
  const ids = [...new Set(givenUp.map((row) => row.endpoint_id))];
  const disabled = await selectRows(
    tx,
    { id: int, workspaceId: int, failingSince: time },
    sql`
      update webhook_endpoints set disabled_at = ${at(now)}, disabled_because = 'failing'
      where id in (select value::bigint from jsonb_array_elements_text(${jsonRows(ids)}))
        and form is null and disabled_at is null
        and failing_since <= ${at(new Date(now.getTime() - DISABLE_AFTER_MS))}
      returning id, workspace_id as "workspaceId", failing_since as "failingSince"`,
  );
  await recordEvents(
    tx,
    disabled.map(({ id, workspaceId, failingSince }) => ({
      workspaceId,
      type: 'webhook.endpoint_disabled',
      at: now,
      data: { endpoint_id: id, reason: 'failing', failing_since: failingSince.toISOString() },
    })),
  );
}
