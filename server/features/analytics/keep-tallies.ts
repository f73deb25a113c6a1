import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { bool, int, nullable, selectRow, selectRows, text } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';
import { countFacts, HOURS_KEPT_MS } from './count-facts.ts';

const REMOVED_AT_ONCE = 5_000;
const counts = ['days', 'hours', 'stages', 'causes'].map((name) =>
  sql.identifier(`analytics_${name}`),
);

const columns = {
  workspaceId: int,
  wanted: text,
  id: nullable(int),
  timeZone: nullable(text),
  isShown: bool,
  isNewest: bool,
};

/**
 * Brings every workspace's figures up to what is known. After a change of the time zone all days are
 * counted anew beside those that are shown, and take their place when they are complete.
 * @returns whether there is more to do at once
 */
export async function keepTallies(app: App): Promise<boolean> {
  const tallies = await selectRows(
    app.db,
    columns,
    sql`
      select w.id as "workspaceId", w.time_zone as wanted, t.id, t.time_zone as "timeZone",
        coalesce(t.is_shown, false) as "isShown",
        t.id is not null and t.id = max(t.id) over (partition by w.id) as "isNewest"
      from workspaces w left join analytics_tallies t on t.workspace_id = w.id
      order by w.id, t.id`,
  );
  let hasMore = false;
  for (const { workspaceId, wanted, id, timeZone, isShown, isNewest } of tallies) {
    if (id === null || (isNewest && timeZone !== wanted)) {
      await begin(app, workspaceId, wanted);
      hasMore = true;
    }
    if (id === null) continue;
    if (!isShown && !isNewest) {
      hasMore = (await remove(app, id)) || hasMore;
    } else if (await countFacts(app, { id, workspaceId })) {
      hasMore = true;
    } else if (!isShown && timeZone === wanted) {
      await show(app, workspaceId, id);
      hasMore = true;
    } else {
      hasMore = (await forgetHours(app, id)) || hasMore;
    }
  }
  return hasMore;
}

/** @returns whether there may be more to forget */
async function forgetHours(app: App, id: number): Promise<boolean> {
  const since = at(new Date(app.clock.now().getTime() - HOURS_KEPT_MS));
  const old = await selectRows(
    app.db,
    { n: int },
    sql`
      delete from analytics_hours where ctid in (
        select ctid from analytics_hours where tally_id = ${id} and hour < ${since}
        order by hour limit ${REMOVED_AT_ONCE})
      returning 1 as n`,
  );
  return old.length === REMOVED_AT_ONCE;
}

/** The first one of a workspace is shown from the start. */
async function begin(app: App, workspaceId: number, timeZone: string): Promise<void> {
  await app.db.execute(sql`
    insert into analytics_tallies (workspace_id, time_zone, is_shown)
    select ${workspaceId}, ${timeZone}, not exists (
      select from analytics_tallies where workspace_id = ${workspaceId})
    where not exists (
      select from analytics_tallies t where t.workspace_id = ${workspaceId}
        and t.time_zone = ${timeZone}
        and t.id = (select max(id) from analytics_tallies where workspace_id = ${workspaceId}))
    on conflict do nothing`);
}

/** Shows a tally in place of the one before, if it has caught up with that one. */
async function show(app: App, workspaceId: number, id: number): Promise<void> {
  await app.database.transaction(async (tx) => {
    const behind = await selectRow(
      tx,
      { id: int },
      sql`
        select t.id from analytics_tallies t
        where t.id = ${id} and t.counted_to < (select max(counted_to) from analytics_tallies
          where workspace_id = ${workspaceId})`,
    );
    if (behind) return;
    await tx.execute(sql`
      update analytics_tallies set is_shown = false
      where workspace_id = ${workspaceId} and is_shown`);
    await tx.execute(sql`update analytics_tallies set is_shown = true where id = ${id}`);
  });
}

/** @returns whether there was something left to remove */
async function remove(app: App, id: number): Promise<boolean> {
  for (const table of counts) {
    const removed = await selectRows(
      app.db,
      { n: int },
      sql`
        delete from ${table} where ctid in (
          select ctid from ${table} where tally_id = ${id} limit ${REMOVED_AT_ONCE})
        returning 1 as n`,
    );
    if (removed.length > 0) return true;
  }
  await app.db.execute(sql`delete from analytics_tallies where id = ${id} and not is_shown`);
  return false;
}
