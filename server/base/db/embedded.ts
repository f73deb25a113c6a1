import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { lockFolder } from '../exclusive-lock.ts';
import { assertOutsideTransaction, type Database, type Db, markTransaction } from './database.ts';
import { prepareStatements, type Query } from './embedded-statements.ts';

/**
 * Opens the embedded database (PGlite) in `folder`, or in memory without one. It lives inside this
 * process, which alone may use the folder: a second one is refused.
 * @param options.template a dump to begin from when the folder is new
 * @throws AppError conflict when another process has the folder open
 */
export async function openEmbedded(
  folder: string | undefined,
  options: { template?: Blob } = {},
): Promise<Database> {
  if (folder) await mkdir(folder, { recursive: true, mode: 0o700 });
  const unlock = folder ? await lockFolder(folder) : async () => {};
  const pglite = await startEngine(folder, options);
  return overEngine(pglite, async () => {
    await pglite.close();
    await unlock();
  });
}

/**
 * Starts the engine alone. It reads tables by their indexes wherever it can: it gathers no
 * statistics by itself, and a plan that it keeps for a session (of a foreign key's check, say) made
 * while a table was nearly empty would read the whole table for each row when it no longer is.
 */
export function startEngine(
  folder: string | undefined,
  { template }: { template?: Blob },
): Promise<PGlite> {
  return PGlite.create({
    ...(folder && { dataDir: folder }),
    ...(template && { loadDataDir: template }),
    startParams: [...PGlite.defaultStartParams, '-c', 'enable_seqscan=off'],
  });
}

/**
 * The database over an engine that runs already.
 * @param release what becomes of the engine once the database is closed and takes no more queries
 */
export function overEngine(pglite: PGlite, release: () => Promise<void>): Database {
  let isClosed = false;
  const assertOpen = () => {
    if (isClosed) throw new Error('the database is closed');
  };
  const statements = prepareStatements(pglite);
  const alone: Query = (...args) => pglite.runExclusive(() => statements.run(...args));
  const guarded = {
    query: async (...args: Parameters<Query>) => {
      assertOutsideTransaction();
      assertOpen();
      // As the driver's own `query` does: after whoever is in a transaction.
      return pglite._runExclusiveTransaction(async () => {
        const result = await alone(...args);
        await pglite.syncToFs();
        return result;
      });
    },
    transaction: <T>(work: (tx: { query: Query }) => Promise<T>) => {
      assertOutsideTransaction();
      assertOpen();
      return pglite.transaction((tx) => {
        const query: Query = (...args) => {
          if (tx.closed) throw new Error('the transaction is over');
          return alone(...args);
        };
        return markTransaction(() => work({ query }));
      });
    },
  };
  const db = drizzle(guarded as unknown as PGlite) as unknown as Db;

  return {
    kind: 'embedded',
    db,
    transaction: (work) => db.transaction((tx) => work(tx as unknown as Db)),
    async runScript(script) {
      assertOpen();
      await pglite.transaction(async (tx) => {
        await tx.exec(script);
        await statements.forget(tx);
      });
    },
    listen: createListener(pglite),
    dump: async () => new Uint8Array(await (await pglite.dumpDataDir('gzip')).arrayBuffer()),
    async close() {
      isClosed = true;
      await release();
    },
  };
}

/** LISTENs once for each channel: every LISTEN is a query that waits for its turn. */
function createListener(pglite: PGlite): Database['listen'] {
  const channels = new Map<
    string,
    { heard: Set<(payload: string) => void>; ready: Promise<unknown> }
  >();
  return async (name, handler) => {
    let channel = channels.get(name);
    if (!channel) {
      const heard = new Set<(payload: string) => void>();
      const ready = pglite.listen(name, (payload) => {
        for (const h of heard) h(payload);
      });
      channel = { heard, ready };
      channels.set(name, channel);
    }
    const { heard, ready } = channel;
    heard.add(handler);
    await ready;
    return async () => void heard.delete(handler);
  };
}
