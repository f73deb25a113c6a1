import { sql } from 'drizzle-orm';
import { at } from '../../base/db/columns.ts';
import { int, selectRows } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

const COUNTED_EVERY_MS = 10 * 60_000;
/** Beyond it nobody minds how many exactly, and counting would take its time. */
export const MOST_COUNTED = 100_000;
const SOURCES_AT_ONCE = 5;

/** Counts the people of sources that haven't been counted for a while. */
export async function countSources(app: App): Promise<boolean> {
  const now = app.clock.now();
  const due = await selectRows(
    app.db,
    { id: int },
    sql`
      select s.id from sources s
      left join analytics_sources a on a.workspace_id = s.workspace_id and a.source_id = s.id
      where a.counted_at is null or a.counted_at <= ${at(new Date(now.getTime() - COUNTED_EVERY_MS))}
      order by a.counted_at nulls first, s.id limit ${SOURCES_AT_ONCE}`,
  );
  for (const { id } of due)
    await app.db.execute(sql`
      insert into analytics_sources (workspace_id, source_id, people, counted_at)
      select s.workspace_id, s.id, (
          select count(distinct contact_id) from (
            select contact_id from consents
            where workspace_id = s.workspace_id and source_id = s.id
            limit ${MOST_COUNTED}) people), ${at(now)}
      from sources s where s.id = ${id}
      on conflict (workspace_id, source_id)
        do update set people = excluded.people, counted_at = excluded.counted_at`);
  return due.length === SOURCES_AT_ONCE;
}
