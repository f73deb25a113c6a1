import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../db/database.ts';

/** The channel of signals; each payload is one `Signal` as JSON. */
export const SIGNALS_CHANNEL = 'vestnik_signals';

/** That something got on which isn't worth a row for each step of it: the progress of a job, say. */
export type Signal = {
  workspaceId: number;
  /** `job.progress`, `campaign.progress`, `account.connection` */
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

/** The same as an expression, for each row of a query: `name` is the one field of its data. */
export function signalOf(workspaceId: SQL, type: string, name: string, value: SQL): SQL {
  return sql`pg_notify(${SIGNALS_CHANNEL}, json_build_object('workspaceId', ${workspaceId},
    'type', ${type}::text, 'data', json_build_object(${name}::text, ${value}))::text)`;
}
