import { readdirSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../server/base/db/database.ts';
import { migrate } from '../../server/base/db/migrate.ts';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import { openTestDatabase } from '../support/database.ts';
import { MIGRATIONS } from '../support/database-template.ts';

const shipped = readdirSync(MIGRATIONS).sort();
const nextNumber = String(shipped.length + 1).padStart(4, '0');

let database: Database;
let folder: string;
let scripts: URL;

/** A database as the shipped migrations make it, and a copy of them to add to. */
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'vestnik-migrations-'));
  scripts = pathToFileURL(`${folder}/`);
  for (const name of shipped) await copyFile(new URL(name, MIGRATIONS), join(folder, name));
});
afterEach(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

const add = (name: string, script: string) => writeFile(join(folder, name), script);

const applied = () =>
  selectRows(
    database.db,
    { version: int, name: text },
    sql`select version, name from schema_migrations order by version`,
  );

test('the shipped migrations are numbered from 0001 without a gap', () => {
  const numbers = shipped.map((name) => Number(name.slice(0, 4)));
  expect(numbers).toEqual(shipped.map((_, i) => i + 1));
});

test('the shipped migrations go forward only: nothing in them drops or empties a table', async () => {
  for (const name of shipped) {
    // The body of a function is made by a migration, not run by it.
    const script = (await readFile(new URL(name, MIGRATIONS), 'utf8')).replace(/\$\$.*?\$\$/gs, '');
    expect(script).not.toMatch(/\b(drop\s+table|truncate|delete\s+from)\b/i);
  }
});

test('a second run applies nothing', async () => {
  expect(await migrate(database, MIGRATIONS)).toEqual([]);
  expect((await applied()).map((row) => row.name)).toEqual(shipped);
});

test('a new migration is applied once, and is recorded', async () => {
  await add(`${nextNumber}-new-room.sql`, 'create table rooms (id int);');
  expect(await migrate(database, scripts)).toEqual([`${nextNumber}-new-room.sql`]);
  expect(await migrate(database, scripts)).toEqual([]);
  expect((await applied()).at(-1)).toEqual({
    version: shipped.length + 1,
    name: `${nextNumber}-new-room.sql`,
  });
});

test('an applied migration that was edited is refused, and says what to do', async () => {
  await add(shipped[0] ?? '', 'create table something_else (id int);');
  await expect(migrate(database, scripts)).rejects.toMatchObject({
    code: 'conflict',
    text: {
      en: expect.stringMatching(new RegExp(`${shipped[0]}.*changed.*new migration`)),
      ru: expect.stringContaining('новой миграции'),
    },
  });
});

test('a database of a newer program is refused, and says to update', async () => {
  await add(`${nextNumber}-from-the-future.sql`, 'create table future (id int);');
  await migrate(database, scripts);
  await expect(migrate(database, MIGRATIONS)).rejects.toMatchObject({
    code: 'conflict',
    text: { en: expect.stringMatching(/from-the-future.*Update the program/) },
  });
});

test('a migration that fails leaves nothing of itself, and the next run tries it again', async () => {
  const name = `${nextNumber}-half.sql`;
  await add(name, 'create table half (id int); select * from nowhere;');
  await expect(migrate(database, scripts)).rejects.toThrow(new RegExp(`${name}.*nowhere`));
  expect((await applied()).map((row) => row.name)).toEqual(shipped);
  await add(name, 'create table half (id int);');
  expect(await migrate(database, scripts)).toEqual([name]);
});

test.each([
  ['two of one number', ['0001-again.sql']],
  ['a gap in the numbers', ['0099-too-far.sql']],
  ['a script without a number', ['patch.sql']],
])('%s is refused before anything runs', async (_, names) => {
  for (const name of names) await add(name, 'create table surprise (id int);');
  await expect(migrate(database, scripts)).rejects.toThrow(/should be called \d{4}-what-it-does/);
  expect((await applied()).map((row) => row.name)).toEqual(shipped);
});

test('several processes that start at once apply each migration once', async () => {
  const first = `${nextNumber}-slow.sql`;
  const second = `${String(shipped.length + 2).padStart(4, '0')}-after.sql`;
  await add(first, 'create table slow (id int); select pg_sleep(0.2);');
  await add(second, 'create table after_slow (id int);');
  const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database, scripts)));
  expect(runs.flat().sort()).toEqual([first, second]);
  expect((await applied()).map((row) => row.name)).toEqual([...shipped, first, second]);
});
