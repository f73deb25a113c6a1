import { readdirSync } from 'node:fs';
import { is, sql } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../server/base/db/database.ts';
import { bool, selectRows, text } from '../../server/base/db/rows.ts';
import { openTestDatabase } from '../support/database.ts';

const SERVER = new URL('../../server/', import.meta.url);

/** Every table that some `tables.ts` describes. */
const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /(^|\/)tables\.ts$/.test(name),
);
const tables: ReturnType<typeof getTableConfig>[] = [];
for (const file of files) {
  const exported: Record<string, unknown> = await import(new URL(file, SERVER).href);
  for (const value of Object.values(exported))
    if (is(value, PgTable)) tables.push(getTableConfig(value));
}

type Made = { type: string; isNullable: boolean; hasDefault: boolean };
const made = new Map<string, Map<string, Made>>();
let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  const columns = await selectRows(
    database.db,
    { table: text, name: text, type: text, isNullable: bool, hasDefault: bool },
    sql`
      select c.relname as table, a.attname as name,
        format_type(a.atttypid, a.atttypmod) as type,
        not a.attnotnull as "isNullable",
        (a.atthasdef or a.attidentity <> '') as "hasDefault"
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and a.attnum > 0 and not a.attisdropped`,
  );
  for (const { table, name, ...column } of columns)
    made.set(table, (made.get(table) ?? new Map()).set(name, column));
});
afterAll(() => database?.close());

test('there are tables to compare', () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
  expect(tables.length).toBeGreaterThanOrEqual(15);
});

describe.each(tables.map((table) => [table.name, table] as const))('%s', (name, table) => {
  test('has the columns of the migrations, of the same type and nullability', () => {
    const described = table.columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      isNullable: !column.notNull,
    }));
    const real = table.columns.map((column) => {
      const { type, isNullable } = made.get(name)?.get(column.name) ?? {};
      return { name: column.name, type, isNullable };
    });
    expect(described).toEqual(real);
  });

  test('leaves out no column that an insert must fill', () => {
    const known = new Set(table.columns.map((column) => column.name));
    const missing = [...(made.get(name) ?? [])].filter(
      ([column, { isNullable, hasDefault }]) => !known.has(column) && !isNullable && !hasDefault,
    );
    expect(missing).toEqual([]);
  });

  test('counts on no default that the database does not give', () => {
    const invented = table.columns.filter(
      (column) =>
        column.hasDefault &&
        column.defaultFn === undefined &&
        !made.get(name)?.get(column.name)?.hasDefault,
    );
    expect(invented.map((column) => column.name)).toEqual([]);
  });
});
