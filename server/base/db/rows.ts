import type { SQL } from 'drizzle-orm';
import type { Db } from './database.ts';

/** Turns a driver's value into ours. The two drivers hand out some types differently. */
export type Column<T> = (value: unknown) => T;

export const int: Column<number> = (v) => Number(v);
export const text: Column<string> = (v) => String(v);
export const bool: Column<boolean> = (v) => v === true || v === 't';
export const time: Column<Date> = (v) => (v instanceof Date ? v : new Date(String(v)));
export const bytes: Column<Buffer> = (v) => {
  if (v instanceof Uint8Array) return Buffer.from(v.buffer, v.byteOffset, v.byteLength);
  throw new TypeError('expected bytea');
};
/** A jsonb value; its shape is the writer's promise. */
export const json =
  <T>(): Column<T> =>
  (v) =>
    (typeof v === 'string' ? JSON.parse(v) : v) as T;
/** One of a set of texts that a check constraint guarantees. */
export const oneOf =
  <T extends string>(): Column<T> =>
  (v) =>
    String(v) as T;
export const nullable =
  <T>(column: Column<T>): Column<T | null> =>
  (v) =>
    v === null || v === undefined ? null : column(v);

export type Columns = Record<string, Column<unknown>>;
export type Row<C extends Columns> = { [K in keyof C]: ReturnType<C[K]> };

/**
 * Runs a hand-written query and reads its rows by declared columns. The names must be those the
 * query gives; a missing one is a mistake and throws.
 */
export async function selectRows<C extends Columns>(
  db: Db,
  columns: C,
  query: SQL,
): Promise<Row<C>[]> {
  const result = (await db.execute(query)) as unknown as { rows: Record<string, unknown>[] };
  const entries = Object.entries(columns);
  return result.rows.map((row) => {
    const read: Record<string, unknown> = {};
    for (const [name, column] of entries) {
      if (!(name in row)) throw new Error(`the query gives no column ${name}`);
      read[name] = column(row[name]);
    }
    return read as Row<C>;
  });
}

/** The first row, or undefined. */
export async function selectRow<C extends Columns>(
  db: Db,
  columns: C,
  query: SQL,
): Promise<Row<C> | undefined> {
  return (await selectRows(db, columns, query))[0];
}
