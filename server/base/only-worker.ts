import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { sql } from 'drizzle-orm';
import type { Database } from './db/database.ts';
import type { Worker } from './worker.ts';

/**
 * Registers a process whose database no other one can open, as with the embedded one. Nobody could
 * take over, so a silence ends nothing: not a long query, not a dump. Those registered before it
 * are dead.
 */
export async function startOnlyWorker({ database }: { database: Database }): Promise<Worker> {
  const id = randomUUID();
  let stopped = false;
  await database.transaction(async (tx) => {
    await tx.execute(sql`delete from workers`);
    await tx.execute(sql`
      insert into workers (id, name, expires_at)
      values (${id}, ${`${hostname()}:${process.pid}`}, now() + interval '100 years')`);
  });
  return {
    id,
    isAlive: () => !stopped,
    onLost: () => {},
    async stop() {
      stopped = true;
      await database.db.execute(sql`delete from workers where id = ${id}`);
    },
  };
}
