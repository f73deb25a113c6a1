import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase } from '../../test/support/database.ts';
import type { Database } from './db/database.ts';
import { bool, selectRows, text } from './db/rows.ts';
import { startOnlyWorker } from './only-worker.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

function registered() {
  return selectRows(
    database.db,
    { id: text, outlivesADay: bool },
    sql`select id::text as id, expires_at > now() + interval '1 day' as "outlivesADay" from workers`,
  );
}

test('the only process takes the place of one that died, and silence does not end its life', async () => {
  const dead = await startOnlyWorker({ database });
  const worker = await startOnlyWorker({ database });
  expect(worker.id).not.toBe(dead.id);
  expect(worker.isAlive()).toBe(true);
  expect(await registered()).toEqual([{ id: worker.id, outlivesADay: true }]);
});

test('it is gone when it stops', async () => {
  const worker = await startOnlyWorker({ database });
  await worker.stop();
  expect(worker.isAlive()).toBe(false);
  expect(await registered()).toEqual([]);
});
