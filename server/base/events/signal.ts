import { sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';

/** The channel of signals; each payload is one `Signal` as JSON. */
export const SIGNALS_CHANNEL = 'vestnik_signals';

/** That something got on which isn't worth a row for each step of it: the progress of a job, say. */
export type Signal = {
  workspaceId: number;
  /** noun.progress */
  type: string;
  data: Record<string, number>;
};

/**
 * Tells those who look on at this moment, once `tx` commits. Nobody keeps it: whoever comes later
 * reads how things stand.
 */
export async function signal(tx: Db, told: Signal): Promise<void> {
  await tx.execute(sql`select pg_notify(${SIGNALS_CHANNEL}, ${JSON.stringify(told)})`);
}
