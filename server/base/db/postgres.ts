import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { AppError, errorMessage } from '../errors.ts';
import type { Log } from '../log.ts';
import {
  assertOutsideTransaction,
  type Database,
  type Db,
  isDeadlock,
  markTransaction,
} from './database.ts';

const RECONNECT_MS = 1_000;

const OLDEST_SERVER = 14;

/**
 * A process that is stopped or cut off in the middle of a transaction would keep its locks, and
 * others from taking over, until the network gives up. No transaction of ours waits this long.
 */
const FORSAKEN_AFTER_MS = 5_000;

/** Two that wait for each other are told apart after a second: more would take too long. */
const MOST_TRIES = 4;

/**
 * Opens a pool of connections to a PostgreSQL server (14 or newer).
 * @throws AppError not_ready when it can't be reached or is too old
 */
export async function openPostgres(url: string, log: Log, poolSize = 10): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 10_000,
    application_name: 'vestnik',
    idle_in_transaction_session_timeout: FORSAKEN_AFTER_MS,
    keepAlive: true,
  });
  // A connection may break between two queries of a transaction too: unheard, that would end the
  // process. Whoever holds it learns of it by their next query.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'a database connection broke')),
  );
  pool.on('error', () => {});
  await checkServer(pool, url);

  const guarded = {
    query: (...args: Parameters<pg.Pool['query']>) => {
      assertOutsideTransaction();
      return pool.query(...args);
    },
  };
  const db = drizzle(guarded as unknown as pg.Pool) as unknown as Db;
  const hub = createListener(url, log);

  return {
    kind: 'postgres',
    db,
    async transaction(work) {
      assertOutsideTransaction();
      for (let tries = 1; ; tries++) {
        try {
          return await transact(pool, work);
        } catch (error) {
          if (!isDeadlock(error) || tries === MOST_TRIES) throw error;
          log.warn({ err: error }, 'two transactions waited for each other: one begins anew');
        }
      }
    },
    async runScript(script) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        await client.query(script);
        await client.query('commit');
      } catch (error) {
        // On a broken connection there is nothing left to roll back.
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    listen: (channel, heard) => hub.listen(channel, heard),
    async close() {
      await hub.close();
      await pool.end();
    },
  };
}

async function transact<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const scoped = drizzle(client) as unknown as Db;
    return await markTransaction(() => scoped.transaction((tx) => work(tx as unknown as Db)));
  } finally {
    client.release();
  }
}

async function checkServer(pool: pg.Pool, url: string): Promise<void> {
  const { host, pathname } = new URL(url);
  const where = `${host}${pathname}`;
  try {
    const { rows } = await pool.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    );
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version >= OLDEST_SERVER) return;
    throw new AppError('not_ready', {
      ru: `База данных ${where} — это PostgreSQL ${version}. Нужен PostgreSQL ${OLDEST_SERVER} или новее.`,
      en: `The database ${where} is PostgreSQL ${version}. It takes PostgreSQL ${OLDEST_SERVER} or newer.`,
    });
  } catch (error) {
    await pool.end();
    if (error instanceof AppError) throw error;
    const said = errorMessage(error);
    throw new AppError(
      'not_ready',
      {
        ru: `База данных ${where} не отвечает (${said}). Проверьте DATABASE_URL и запущен ли PostgreSQL.`,
        en: `The database ${where} does not answer (${said}). Check DATABASE_URL and that PostgreSQL is running.`,
      },
      { cause: error },
    );
  }
}

/** One connection that LISTENs for everybody in this process and comes back after an outage. */
function createListener(url: string, log: Log) {
  const handlers = new Map<string, Set<(payload: string) => void>>();
  let client: pg.Client | undefined;
  let closed = false;
  let missed = false;
  let connecting: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'vestnik listen',
      keepAlive: true,
    });
    fresh.on('notification', ({ channel, payload }) => {
      for (const heard of handlers.get(channel) ?? []) heard(payload ?? '');
    });
    fresh.on('error', (error) => {
      log.warn({ err: error }, 'the listening database connection broke');
      if (client === fresh) reconnectLater();
    });
    await fresh.connect();
    for (const channel of handlers.keys())
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = fresh;
    if (missed) for (const set of handlers.values()) for (const heard of set) heard('');
    missed = false;
  };

  const reconnectLater = () => {
    client = undefined;
    connecting = undefined;
    missed = true;
    if (closed || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      connected().catch((error) => {
        log.warn({ err: error }, 'cannot listen to the database yet');
        reconnectLater();
      });
    }, RECONNECT_MS);
  };

  const connected = () => {
    connecting ??= connect();
    return connecting;
  };

  return {
    async listen(channel: string, heard: (payload: string) => void) {
      await connected();
      const known = handlers.get(channel);
      const set = known ?? new Set();
      set.add(heard);
      handlers.set(channel, set);
      // It fails only when the connection breaks: the next one listens to every channel there is.
      if (!known)
        await client?.query(`listen ${pg.escapeIdentifier(channel)}`).catch((error) => {
          log.warn({ err: error }, 'the listening database connection broke');
          reconnectLater();
        });
      return async () => {
        set.delete(heard);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
}
