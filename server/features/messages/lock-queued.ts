import { type SQL, sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import type { Db } from '../../base/db/database.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/**
 * The due messages at the head of the queues of these senders. Found apart from what the gate must
 * know of them: each step then goes by one index, however long the queues are and however little
 * the database knows of them yet.
 */
export async function headsOfQueues(
  app: App,
  tx: Db,
  senderIds: readonly number[],
  perLane: number,
): Promise<number[]> {
  const now = at(app.clock.now());
  const ids = JSON.stringify(senderIds);
  const delay = app.config.defaults.minMessageDelay;
  // An account that keeps a distance between messages can let only one through: take no more.
  const heads = await selectRows(
    tx,
    { id: int },
    sql`
      select q.id
      from jsonb_array_elements_text(${ids}::jsonb) held
      join senders s on s.id = held.value::bigint
      left join accounts a on a.id = s.id
      left join settings w on w.workspace_id = s.workspace_id and w.name = 'min_message_delay'
      cross join lateral (values ('answer'), ('next'), ('first')) lanes(lane)
      cross join lateral (
        select m.id, row_number() over (order by m.due_at, m.id) as place
        from messages m
        where m.sender_id = s.id and m.status = 'queued' and m.lane = lanes.lane
          and m.due_at <= ${now}
        order by m.due_at, m.id limit ${perLane}) q
      where q.place = 1 or lanes.lane = 'answer'
        or coalesce(a.min_message_delay, (w.value)::int, ${delay}::int) = 0
      union
      select w.id
      from jsonb_array_elements_text(${ids}::jsonb) held
      cross join lateral (
        select m.id from messages m
        where m.sender_id = held.value::bigint and m.status = 'queued'
          and m.decide_by is not null and m.due_at <= ${now}) w`,
  );
  return heads.map((head) => head.id);
}

/**
 * Holds queued messages, their contacts (against other gates too) and their senders until the
 * transaction ends. What somebody else holds (a stop being written, say) is left out this time.
 * What is decided about must be read afterwards, by a query of its own: one that locks sees other
 * tables as they were before it got its locks, and would miss a stop written in that moment.
 * @param which a condition on messages `m`
 * @returns the ids of those held
 */
export async function lockQueued(tx: Db, which: SQL): Promise<number[]> {
  const rows = await selectRows(
    tx,
    { id: int },
    sql`
      select m.id from messages m
      join senders s on s.id = m.sender_id
      join contacts c on c.id = m.contact_id
      where m.status = 'queued' and ${which}
      order by m.id
      for update of m skip locked for no key update of c skip locked for share of s skip locked`,
  );
  return rows.map((row) => row.id);
}

/** The condition on messages `m` that they are these. */
export function theseMessages(ids: readonly number[]): SQL {
  return sql`m.id = any(${`{${ids.join(',')}}`}::bigint[])`;
}
