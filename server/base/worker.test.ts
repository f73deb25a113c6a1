import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { openTestDatabase } from '../../test/support/database.ts';
import type { Database, Db } from './db/database.ts';
import { bool, selectRow } from './db/rows.ts';
import { createSilentLog } from './log.ts';
import { forgetDeadWorkers, startWorker } from './worker.ts';

let database: Database;
const log = createSilentLog();

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

/** What other processes believe of a worker; undefined: they don't know it. */
async function othersBelieve(id: string): Promise<boolean | undefined> {
  const row = await selectRow(
    database.db,
    { isAlive: bool },
    sql`select expires_at > now() as "isAlive" from workers where id = ${id}`,
  );
  return row?.isAlive;
}

/** The real database behind a wire that can be cut, or lose answers, as networks do. */
function behindWire() {
  const wire = { isCut: false, losesAnswers: 0 };
  const execute: Db['execute'] = ((query: Parameters<Db['execute']>[0]) =>
    (async () => {
      if (wire.isCut) throw new Error('the wire is cut');
      const answer = await database.db.execute(query);
      if (wire.losesAnswers > 0) {
        wire.losesAnswers -= 1;
        throw new Error('the answer got lost');
      }
      return answer;
    })()) as Db['execute'];
  const db = new Proxy(database.db, {
    get: (target, name) => (name === 'execute' ? execute : Reflect.get(target, name)),
  });
  return { wire, database: { ...database, db } };
}

test('a process that runs is believed alive by itself and by others', async () => {
  const worker = await startWorker({ database, log });
  expect(worker.isAlive()).toBe(true);
  expect(await othersBelieve(worker.id)).toBe(true);
  await worker.stop();
});

test('a process that stops is gone at once', async () => {
  const worker = await startWorker({ database, log });
  const { id } = worker;
  await worker.stop();
  expect(worker.isAlive()).toBe(false);
  expect(await othersBelieve(id)).toBeUndefined();
});

test('those that died long ago are forgotten, the others are not', async () => {
  const worker = await startWorker({ database, log });
  await database.runScript(`
    insert into workers (id, name, expires_at) values
      ('00000000-0000-0000-0000-000000000001', 'old', now() - interval '2 days'),
      ('00000000-0000-0000-0000-000000000002', 'recent', now() - interval '1 hour')`);
  await forgetDeadWorkers({ database });
  expect(await othersBelieve('00000000-0000-0000-0000-000000000001')).toBeUndefined();
  expect(await othersBelieve('00000000-0000-0000-0000-000000000002')).toBe(false);
  expect(await othersBelieve(worker.id)).toBe(true);
  await worker.stop();
});

describe('a process whose heartbeat does not get through', () => {
  test('gives itself up before others do, lets go of everything and comes back anew', async () => {
    const { wire, database: wired } = behindWire();
    const worker = await startWorker({ database: wired, log });
    const firstId = worker.id;
    let lost = 0;
    worker.onLost(() => void lost++);
    wire.isCut = true;
    await waitFor('the loss', () => lost > 0 || undefined, 9_000);
    expect(await othersBelieve(firstId)).toBe(true);
    expect(worker.isAlive()).toBe(false);

    wire.isCut = false;
    wire.losesAnswers = 1;
    await waitFor('its return', () => worker.isAlive() || undefined, 9_000);
    expect(lost).toBe(1);
    expect(worker.id).not.toBe(firstId);
    expect(await othersBelieve(worker.id)).toBe(true);
    await worker.stop();
  }, 25_000);

  test('lets go as well when others have thought it dead already', async () => {
    const worker = await startWorker({ database, log });
    const firstId = worker.id;
    let lost = 0;
    worker.onLost(() => void lost++);
    await database.db.execute(
      sql`update workers set expires_at = now() - interval '1 second' where id = ${firstId}`,
    );
    await waitFor('the loss', () => lost > 0 || undefined, 5_000);
    await waitFor('its return', () => worker.isAlive() || undefined, 5_000);
    expect(worker.id).not.toBe(firstId);
    await worker.stop();
  }, 15_000);
});
