import { sql } from 'drizzle-orm';
import type { Database, Db } from '../db/database.ts';
import { bool, int, json, nullable, selectRow, selectRows, text, time } from '../db/rows.ts';
import type { Actor } from './record-events.ts';

export type StoredEvent = {
  id: number;
  workspaceId: number;
  type: string;
  at: Date;
  actor: Actor;
  senderId: number | null;
  contactId: number | null;
  messageId: number | null;
  data: Record<string, unknown>;
};

/**
 * some: there is more to read, or there may be; all: what there was has been read; not yet: there
 * is something, but an older transaction is still running.
 */
export type ReadResult = 'some' | 'all' | 'nothing' | 'not yet';

const eventColumns = {
  id: int,
  workspaceId: int,
  type: text,
  at: time,
  actor: json<Actor>(),
  senderId: nullable(int),
  contactId: nullable(int),
  messageId: nullable(int),
  data: json<Record<string, unknown>>(),
  xid: text,
  isSettled: bool,
};

/**
 * Reads the events that `reader` has not read yet and moves its cursor, all in one transaction
 * with what `handle` writes: each event is handled exactly once, in one order, by one process at a
 * time. `handle` only fans out into rows of its own; slow work is done from those.
 *
 * Ids of concurrent transactions become visible out of order, so events are ordered by the id of
 * their transaction and read only up to the oldest one still running.
 */
export async function readEvents(
  database: Database,
  reader: string,
  handle: (tx: Db, events: StoredEvent[]) => Promise<void>,
  limit = 500,
): Promise<ReadResult> {
  const isBehind = await isReaderBehind(database.db, reader);
  if (isBehind === false) return 'nothing';
  return database.transaction(async (tx) => {
    if (isBehind === undefined) {
      await createCursor(tx, reader);
      return 'nothing';
    }
    const events = await selectRows(
      tx,
      eventColumns,
      sql`
        with cursor as materialized (
          select xid, id from event_cursors where reader = ${reader} for update skip locked)
        select e.* from cursor c cross join lateral (
          select id, workspace_id as "workspaceId", type, at, actor, sender_id as "senderId",
            contact_id as "contactId", message_id as "messageId", data, xid::text as xid,
            xid < pg_snapshot_xmin(pg_current_snapshot()) as "isSettled"
          from events where (events.xid, events.id) > (c.xid, c.id)
          order by events.xid, events.id limit ${limit}) e`,
    );
    if (events.length === 0) return 'nothing';
    const settled = events.filter((event) => event.isSettled);
    const last = settled.at(-1);
    if (!last) return 'not yet';
    await handle(tx, settled);
    await tx.execute(sql`
      update event_cursors set xid = ${last.xid}::xid8, id = ${last.id} where reader = ${reader}`);
    return settled.length < events.length || events.length === limit ? 'some' : 'all';
  });
}

/**
 * Asked first, without a lock: most looks find nothing, and should cost nothing.
 * @returns undefined for a reader that has no cursor yet
 */
async function isReaderBehind(db: Db, reader: string): Promise<boolean | undefined> {
  const row = await selectRow(
    db,
    { isBehind: bool },
    sql`
      select (
        -- the first one in order: in search of any the whole table would be read
        select e.id from events e where (e.xid, e.id) > (c.xid, c.id)
        order by e.xid, e.id limit 1) is not null as "isBehind"
      from event_cursors c where reader = ${reader}`,
  );
  return row?.isBehind;
}

/** A new reader begins with what happens from now on. Does nothing while another process reads. */
async function createCursor(tx: Db, reader: string): Promise<void> {
  await tx.execute(sql`
    insert into event_cursors (reader, xid, id)
    values (${reader}, pg_snapshot_xmin(pg_current_snapshot()), 0)
    on conflict (reader) do nothing`);
}

/**
 * A database restored from a dump counts its transactions anew, from lower numbers than its events
 * carry, and readers would wait for ever. Run at boot: such events become the oldest, in the order
 * of their ids, and every cursor goes back to its first unread one (readers bear repeats).
 */
export async function adoptRestoredEvents(database: Database): Promise<void> {
  await database.runScript(`
    do $$
    begin
      if not exists (select from events where xid > pg_current_xact_id() limit 1)
        and not exists (select from event_cursors where xid > pg_current_xact_id())
      then return; end if;
      update event_cursors c set xid = '0', id = coalesce(
        (select min(e.id) - 1 from events e where (e.xid, e.id) > (c.xid, c.id)),
        (select max(e.id) from events e), 0);
      update events set xid = '0';
    end $$;
  `);
}
