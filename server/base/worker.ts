import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from './db/database.ts';
import { selectRows, text } from './db/rows.ts';
import type { Log } from './log.ts';

/** How long others believe in a silent process. */
const LIFE_MS = 8_000;
const HEARTBEAT_MS = 2_000;
/** How much earlier than others it stops believing in itself. */
const MARGIN_MS = 2_000;
const WATCH_MS = 250;

/** This process as one that holds and does things that no other may at the same time. */
export type Worker = {
  /** A new one after each time it was thought dead. */
  readonly id: string;
  /** False from a moment before any other process may take over. */
  isAlive(): boolean;
  /** Calls `run` each time the process has been silent for too long: let go of everything. */
  onLost(run: () => void): void;
  /** Lets others take over at once. */
  stop(): Promise<void>;
};

/**
 * Registers the process in the database and keeps its heartbeat going. Its life is counted from
 * before each heartbeat was sent, on a clock that nobody can set back; others count on the
 * database's clock, which all processes share. Both are physical time.
 */
export async function startWorker(app: { database: Database; log: Log }): Promise<Worker> {
  let id = randomUUID();
  let deadline = 0;
  let stopped = false;
  let reviving: Promise<void> | undefined;
  let beating: Promise<void> | undefined;
  const lostHandlers: (() => void)[] = [];
  const life = sql`now() + ${LIFE_MS / 1_000} * interval '1 second'`;

  const isAlive = () => !stopped && performance.now() < deadline;

  const register = async () => {
    const sentAt = performance.now();
    // The answer to an earlier try may have got lost.
    await app.database.db.execute(sql`
      insert into workers (id, name, expires_at)
      values (${id}, ${`${hostname()}:${process.pid}`}, ${life})
      on conflict (id) do update set expires_at = excluded.expires_at`);
    deadline = sentAt + LIFE_MS - MARGIN_MS;
  };

  const beat = async () => {
    const sentAt = performance.now();
    const beating = id;
    const beaten = await selectRows(
      app.database.db,
      { id: text },
      sql`update workers set expires_at = ${life} where id = ${beating} and expires_at > now()
          returning id::text as id`,
    );
    // A late answer says nothing of the life that began meanwhile.
    if (beating !== id) return;
    deadline = beaten.length > 0 ? sentAt + LIFE_MS - MARGIN_MS : 0;
  };

  const revive = async () => {
    app.log.warn('this process was silent for too long and lets go of everything it held');
    for (const run of lostHandlers) run();
    id = randomUUID();
    while (!stopped) {
      try {
        return await register();
      } catch (error) {
        app.log.warn({ err: error }, 'cannot register with the database yet');
        await pause(HEARTBEAT_MS);
      }
    }
  };

  await register();
  const heart = setInterval(() => {
    if (reviving || beating) return;
    beating = beat()
      .catch((error) => app.log.warn({ err: error }, 'a heartbeat did not get through'))
      .finally(() => {
        beating = undefined;
      });
  }, HEARTBEAT_MS);
  const watch = setInterval(() => {
    if (reviving || isAlive()) return;
    reviving = revive().finally(() => {
      reviving = undefined;
    });
  }, WATCH_MS);

  return {
    get id() {
      return id;
    },
    isAlive,
    onLost: (run) => void lostHandlers.push(run),
    async stop() {
      stopped = true;
      clearInterval(heart);
      clearInterval(watch);
      await beating;
      await reviving;
      await app.database.db.execute(sql`delete from workers where id = ${id}`);
    },
  };
}

/** Forgets processes that died long ago. */
export async function forgetDeadWorkers(app: { database: Database }): Promise<void> {
  await app.database.db.execute(
    sql`delete from workers where expires_at < now() - interval '1 day'`,
  );
}
