import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareStatements, type Statements } from './embedded-statements.ts';

let pglite: PGlite;
let statements: Statements;

beforeAll(async () => {
  pglite = await PGlite.create();
  statements = prepareStatements(pglite);
});
afterAll(() => pglite.close());

const firstOf = async (text: string, values: unknown[] = []) =>
  (await statements.run(text, values, { rowMode: 'array' })).rows[0];
const keptStatements = async () =>
  Number(
    (await pglite.query<{ n: unknown }>('select count(*) as n from pg_prepared_statements')).rows[0]
      ?.n,
  );

test('values come as the types of their columns say, moments as text', async () => {
  const { rows } = await statements.run(
    `select $1::int as n, $2::text as t, $3::jsonb as j, $4::bytea as b, $5::bool as ok,
       null::text as nothing, $6::timestamptz as at, $7::bigint as id`,
    [7, 'ы "\' \\', { a: [1] }, new Uint8Array([0, 255]), true, '2026-03-01T10:00:00Z', 5n],
  );
  expect(rows).toEqual([
    {
      n: 7,
      t: 'ы "\' \\',
      j: { a: [1] },
      b: new Uint8Array([0, 255]),
      ok: true,
      nothing: null,
      at: expect.stringContaining('2026-03-01 10:00:00'),
      id: 5,
    },
  ]);
});

test('a statement that fails says why and harms none that follow', async () => {
  for (const zero of [0, 0])
    await expect(firstOf('select 1 / $1::int', [zero])).rejects.toMatchObject({ code: '22012' });
  await expect(firstOf('select from nowhere')).rejects.toMatchObject({ code: '42P01' });
  await expect(firstOf('select $1::int', ['seven'])).rejects.toMatchObject({ code: '22P02' });
  expect(await firstOf('select 1 / $1::int', [1])).toEqual([1]);
});

test('after a failure in a transaction nothing runs until it is over, and then all does', async () => {
  await pglite.transaction(async (tx) => {
    await expect(firstOf('select 2 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
    await expect(firstOf('select 2 / $1::int', [1])).rejects.toMatchObject({ code: '25P02' });
    await expect(firstOf('select 3')).rejects.toMatchObject({ code: '25P02' });
    await tx.rollback();
  });
  expect(await firstOf('select 2 / $1::int', [1])).toEqual([2]);
  expect(await firstOf('select 3')).toEqual([3]);
});

test('what reads a table that has changed reads it as it is now', async () => {
  await pglite.exec('create table things (id int); insert into things values (1)');
  expect(await firstOf('select * from things')).toEqual([1]);
  await pglite.transaction(async (tx) => {
    await tx.exec(`alter table things add name text default 'one'`);
    await statements.forget(tx);
  });
  expect(await firstOf('select * from things')).toEqual([1, 'one']);
});

test('a plan is given up after so many runs: its tables may have grown', async () => {
  const text = 'select 4 / $1::int';
  for (let run = 0; run < 250; run++) await firstOf(text, [1]);
  const { rows } = await pglite.query<{ runs: unknown }>(
    'select generic_plans + custom_plans as runs from pg_prepared_statements where statement = $1',
    [text],
  );
  expect(rows).toEqual([{ runs: 50 }]);
});

test('only so many are kept, however many there were', async () => {
  for (let n = 0; n < 450; n++) expect(await firstOf(`select ${n}::int`)).toEqual([n]);
  expect(await keptStatements()).toBe(400);
  expect(await firstOf('select 0::int')).toEqual([0]);
});
