import { AsyncLocalStorage } from 'node:async_hooks';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Where queries run: the database itself or one transaction of it. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export type Unlisten = () => Promise<void>;

/** An open database: the embedded one or a PostgreSQL server, the same SQL on both. */
export type Database = {
  kind: 'embedded' | 'postgres';
  /** For single statements. Inside a transaction only the transaction's own handle may be used. */
  db: Db;
  /**
   * Runs `work` in one transaction; it commits when `work` resolves. Keep it under a second. Of two
   * transactions that wait for each other PostgreSQL undoes one, and its `work` is run again: it
   * must change nothing outside the transaction.
   */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Runs a script of many statements as one transaction. */
  runScript(script: string): Promise<void>;
  /**
   * Hears NOTIFY of every process, this one included. Restored by itself after an outage; an empty
   * payload then says that some may have been missed.
   */
  listen(channel: string, heard: (payload: string) => void): Promise<Unlisten>;
  /** A consistent copy of the embedded database (gzipped tar); PostgreSQL has its own tools. */
  dump?(): Promise<Uint8Array>;
  close(): Promise<void>;
};

const openTransaction = new AsyncLocalStorage<true>();

/**
 * The embedded database is one session: a query beside an open transaction would wait for ever,
 * and on PostgreSQL it would silently see and change other things than the transaction does.
 * @throws Error inside a transaction
 */
export function assertOutsideTransaction(): void {
  if (openTransaction.getStore())
    throw new Error('a query was made outside the transaction that is open: use its own handle');
}

export function markTransaction<T>(work: () => Promise<T>): Promise<T> {
  return openTransaction.run(true, work);
}

/**
 * Whether a query failed on what it was given (SQLSTATE classes 22 data, 23 integrity, 54 limits),
 * or our own code before it: the same again would fail again.
 */
export function isDataError(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return /^(22|23|54)[0-9A-Z]{3}$/.test(e.code);
    if (e instanceof TypeError || e instanceof RangeError) return true;
  }
  return false;
}

/**
 * Whether a transaction failed on others at work on the same rows (a lock not got in time, a
 * deadlock, a row that came or went in between): the same again may well succeed.
 */
export function isPassing(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string')
      return ['55P03', '40P01', '40001', '23505', '23503'].includes(e.code);
  }
  return false;
}

/** Whether a transaction was undone because it and another one waited for each other. */
export function isDeadlock(error: unknown): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('code' in e && typeof e.code === 'string') return ['40P01', '40001'].includes(e.code);
  }
  return false;
}

/** Whether a query failed on this unique constraint or index. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  for (let e = error; e instanceof Error; e = e.cause) {
    if ('code' in e && e.code === '23505' && 'constraint' in e) return e.constraint === constraint;
  }
  return false;
}
