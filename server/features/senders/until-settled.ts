import { setTimeout as pause } from 'node:timers/promises';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { int, selectRow } from '../../base/db/rows.ts';
import type { App } from '../../context.ts';

/** A message on its way is decided within this time, or its process died. Real milliseconds. */
const IN_FLIGHT_MS = 30_000;
const LOOK_MS = 50;

/**
 * The second moment of a stop: the gate lets nothing through any more, and what had passed it just
 * before arrives or fails. What is still undecided after half a minute isn't waited for: the rules
 * as they are now hold for each further attempt.
 * @param which a condition on messages `m`
 * @returns how many are still undecided
 */
export async function untilNothingIsOnItsWay(app: App, which: SQL): Promise<number> {
  const deadline = performance.now() + IN_FLIGHT_MS;
  for (;;) {
    const row = await selectRow(
      app.db,
      { undecided: int },
      sql`select count(*) as undecided from messages m where m.status = 'sending' and ${which}`,
    );
    const undecided = row?.undecided ?? 0;
    if (undecided === 0 || performance.now() >= deadline) return undecided;
    await pause(LOOK_MS);
  }
}

/**
 * Keeps the gate from letting anything of a sender through until the transaction ends, and waits
 * for a pass that has begun: what it let through shows once the lock is there.
 */
export async function lockSender(tx: Db, senderId: number): Promise<void> {
  await tx.execute(sql`select id from senders where id = ${senderId} for no key update`);
}
