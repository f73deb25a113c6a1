import { createRequire } from 'node:module';
import type { Database, InitSqlJsStatic } from 'sql.js';

/**
 * Opens an SQLite file held in memory, lets `use` read it and frees everything again. The engine
 * takes over 20 MB and sessions come in rarely, so it is loaded each time (about 20 ms) and left to
 * the garbage collector afterwards.
 * @param bytes of the file; not kept
 */
export async function withSqlite<T>(bytes: Uint8Array, use: (db: Database) => T): Promise<T> {
  // a `require` remembers the modules it loaded and would keep the engine alive: one for each call
  const require = createRequire(import.meta.url);
  const file = require.resolve('sql.js');
  const initSqlJs: InitSqlJsStatic = require(file);
  delete require.cache[file];
  const { Database: SqliteDatabase } = await initSqlJs();
  const db = new SqliteDatabase(bytes);
  try {
    return use(db);
  } finally {
    db.close();
  }
}
