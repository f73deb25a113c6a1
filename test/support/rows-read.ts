import { sql } from 'drizzle-orm';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import type { App } from '../../server/context.ts';

/** What PostgreSQL counts of one table. */
type Counts = { scans: number; rows: number };

async function readCounts({ db }: App): Promise<Map<string, Counts>> {
  // Each connection of the pool keeps its own counts until it is told to report them.
  await Promise.all(
    Array.from({ length: 30 }, () =>
      db.execute(sql`select pg_stat_force_next_flush(), pg_sleep(0.02)`),
    ),
  );
  const rows = await selectRows(
    db,
    { name: text, scans: int, rows: int },
    sql`
      select t.relname as name, t.seq_scan as scans, t.seq_tup_read + coalesce((
        select sum(i.idx_tup_read) from pg_stat_user_indexes i where i.relid = t.relid), 0) as rows
      from pg_stat_user_tables t`,
  );
  return new Map(rows.map(({ name, ...counts }) => [name, counts]));
}

/**
 * How often each table was read from end to end, and how many of its rows and index entries were
 * read, while `work` ran. Only PostgreSQL counts them for itself.
 */
export async function readsOf(app: App, work: () => Promise<unknown>) {
  const before = await readCounts(app);
  await work();
  const after = await readCounts(app);
  return new Map(
    [...after].map(([name, { scans, rows }]): [string, Counts] => {
      const was = before.get(name) ?? { scans: 0, rows: 0 };
      return [name, { scans: scans - was.scans, rows: rows - was.rows }];
    }),
  );
}
