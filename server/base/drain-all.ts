import { sql } from 'drizzle-orm';
import type { Db } from './db/database.ts';
import { selectRow, text } from './db/rows.ts';
import type { Runner } from './loop.ts';

const MOST_ROUNDS = 3;

/**
 * Lets every runner do what is due. Work makes further work (an event, a post), so they are asked
 * again until a round has written nothing, three times at most. What other programs write on a
 * database server counts as well: then it only takes longer.
 */
export async function drainAll(db: Db, runners: readonly Runner[]): Promise<void> {
  let before = await nextTransaction(db);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const runner of runners) await runner.drain();
    const after = await nextTransaction(db);
    if (after === before) return;
    before = after;
  }
}

/** The number that the next transaction which writes will get. */
async function nextTransaction(db: Db): Promise<string | undefined> {
  const row = await selectRow(
    db,
    { next: text },
    sql`select pg_snapshot_xmax(pg_current_snapshot())::text as next`,
  );
  return row?.next;
}
