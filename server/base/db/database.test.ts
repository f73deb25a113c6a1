import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/support/database.ts';
import { createSilentLog } from '../log.ts';
import { waitUntil } from '../wait-until.ts';
import { type Database, type Db, isUniqueViolation } from './database.ts';
import { openPostgres } from './postgres.ts';
import { bytes, int, json, nullable, selectRow, selectRows, text, time } from './rows.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.runScript('create table marks (name text constraint marks_once unique)');
});
afterAll(() => database?.close());

const marks = async () =>
  (await selectRows(database.db, { name: text }, sql`select name from marks order by name`)).map(
    (row) => row.name,
  );

describe('a transaction', () => {
  test('is written whole or not at all', async () => {
    await database.transaction(async (tx) => {
      await tx.execute(sql`insert into marks values ('kept')`);
    });
    const failed = database.transaction(async (tx) => {
      await tx.execute(sql`insert into marks values ('lost')`);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await marks()).toEqual(['kept']);
  });

  test('refuses a query beside itself instead of waiting for ever', async () => {
    const mistake = database.transaction(async () => {
      await database.db.execute(sql`select 1`);
    });
    await expect(mistake).rejects.toMatchObject({
      cause: { message: expect.stringMatching(/outside the transaction/) },
    });
    const nested = database.transaction(() => database.transaction(async () => 1));
    await expect(nested).rejects.toThrow(/transaction/);
    expect(await database.transaction(async () => 'well again')).toBe('well again');
  });

  test('may be followed by another while its own context lives on', async () => {
    await database.transaction(async () => {});
    await database.db.execute(sql`select 1`);
  });
});

test('a script runs whole or not at all', async () => {
  await expect(
    database.runScript(`insert into marks values ('half'); select * from nowhere`),
  ).rejects.toThrow(/nowhere/);
  expect(await marks()).not.toContain('half');
  await database.runScript(`insert into marks values ('a'); insert into marks values ('b')`);
  expect(await marks()).toEqual(expect.arrayContaining(['a', 'b']));
});

test('a broken unique constraint is known by its name', async () => {
  const again = database.db.execute(sql`insert into marks values ('twice'), ('twice')`);
  const error = await again.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(isUniqueViolation(error, 'marks_once')).toBe(true);
  expect(isUniqueViolation(error, 'another')).toBe(false);
  expect(isUniqueViolation(new Error('no'), 'marks_once')).toBe(false);
});

test('both databases give the same values for the same types', async () => {
  const at = new Date('2026-03-01T10:00:00.123Z');
  const row = await selectRow(
    database.db,
    { big: int, at: time, blob: bytes, data: json<unknown>(), none: nullable(int), name: text },
    sql`select 9007199254740991::bigint big, ${at.toISOString()}::timestamptz at,
      '\\x00ff'::bytea blob, '{"a": [1, "б"]}'::jsonb data, null::bigint none, 'имя' as name`,
  );
  expect(row).toEqual({
    big: 9_007_199_254_740_991,
    at,
    blob: Buffer.from([0, 255]),
    data: { a: [1, 'б'] },
    none: null,
    name: 'имя',
  });
});

test('a column that the query does not give is a mistake, not a hole', async () => {
  await expect(selectRows(database.db, { naem: text }, sql`select 'x' as name`)).rejects.toThrow(
    /no column naem/,
  );
});

describe('listening', () => {
  const notify = (channel: string, payload: string) =>
    database.db.execute(sql`select pg_notify(${channel}, ${payload})`);

  test('hears what is announced on its channel, until it stops', async () => {
    const heard: string[] = [];
    const unlisten = await database.listen('test_channel', (payload) => void heard.push(payload));
    await notify('other_channel', 'not for us');
    await notify('test_channel', 'one');
    await waitUntil(database, {
      channel: 'test_channel',
      concerns: () => true,
      check: async () => heard.length || undefined,
      timeoutMs: 5_000,
    });
    expect(heard).toEqual(['one']);
    await unlisten();
    await notify('test_channel', 'two');
    await database.db.execute(sql`select 1`);
    expect(heard).toEqual(['one']);
  });

  test('several may listen to one channel', async () => {
    let heard = 0;
    const stops = await Promise.all([
      database.listen('shared_channel', () => void heard++),
      database.listen('shared_channel', () => void heard++),
    ]);
    await notify('shared_channel', '');
    await waitUntil(database, {
      channel: 'shared_channel',
      concerns: () => true,
      check: async () => (heard >= 2 ? true : undefined),
      timeoutMs: 5_000,
    });
    expect(heard).toBe(2);
    for (const stop of stops) await stop();
  });
});

describe('waiting', () => {
  const wait = (check: () => Promise<string | undefined>, timeoutMs: number) =>
    waitUntil(database, {
      channel: 'waited_for',
      concerns: (payload) => payload === 'mine',
      check,
      timeoutMs,
    });

  test('is over at once when it has come already', async () => {
    expect(await wait(async () => 'here', 10_000)).toBe('here');
  });

  test('is over as soon as it is announced', async () => {
    let found: string | undefined;
    const began = performance.now();
    const waited = wait(async () => found, 10_000);
    await database.db.execute(sql`select 1`);
    found = 'come';
    await database.db.execute(sql`select pg_notify('waited_for', 'mine')`);
    expect(await waited).toBe('come');
    expect(performance.now() - began).toBeLessThan(900);
  });

  test('looks by itself when the announcement got lost', async () => {
    let looks = 0;
    expect(await wait(async () => (++looks >= 2 ? 'found' : undefined), 10_000)).toBe('found');
  });

  test('has an end', async () => {
    const began = performance.now();
    expect(await wait(async () => undefined, 100)).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('fails with what the look fails with', async () => {
    await expect(
      wait(async () => {
        throw new Error('the look failed');
      }, 5_000),
    ).rejects.toThrow('the look failed');
  });
});

// The embedded database is part of this process: there is no connection to lose.
describe.runIf(process.env['TEST_DATABASE_URL'])('when PostgreSQL ends connections', () => {
  const endConnections = (name: string) =>
    database.db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name = ${name}`);

  test('a transaction fails that was idle in the middle, and the process lives on', async () => {
    const broken = database.transaction(async (tx) => {
      const pid = await selectRow(tx, { pid: int }, sql`select pg_backend_pid() as pid`);
      const outside = await openPostgres(
        process.env['TEST_DATABASE_URL'] ?? '',
        createSilentLog(),
        1,
      );
      await new Promise((resolve) => setImmediate(resolve));
      await terminate(outside, pid?.pid ?? 0);
      await tx.execute(sql`select 1`);
    });
    await expect(broken).rejects.toThrow();
    expect(await selectRow(database.db, { one: int }, sql`select 1 as one`)).toEqual({ one: 1 });
  });

  test('what a process had locked that was stopped in the middle is free again', async () => {
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    let locked = () => {};
    const isLocked = new Promise<void>((resolve) => {
      locked = resolve;
    });
    const forsaken = database.transaction(async (tx) => {
      await tx.execute(sql`lock table marks in access exclusive mode`);
      locked();
      await asleep;
      await tx.execute(sql`insert into marks values ('too late')`);
    });
    await isLocked;
    expect(await marks()).not.toContain('too late');
    wake();
    await expect(forsaken).rejects.toThrow();
    expect(await marks()).not.toContain('too late');
  }, 20_000);

  test('of two that wait for each other one begins anew, and both are written', async () => {
    await database.db.execute(sql`insert into marks values ('left'), ('right')`);
    let tries = 0;
    const waiting = new Set<string>();
    const lock = (tx: Db, name: string) =>
      tx.execute(sql`select name from marks where name = ${name} for update`);
    const crossing = (first: string, second: string) =>
      database.transaction(async (tx) => {
        tries += 1;
        await lock(tx, first);
        waiting.add(first);
        while (waiting.size < 2) await new Promise((resolve) => setImmediate(resolve));
        await lock(tx, second);
        await tx.execute(sql`insert into marks values (${`${first} before ${second}`})`);
      });
    await Promise.all([crossing('left', 'right'), crossing('right', 'left')]);
    expect(await marks()).toEqual(
      expect.arrayContaining(['left before right', 'right before left']),
    );
    expect(tries).toBe(3);
  });

  /** From a connection of its own: this one is in the middle of a transaction. */
  async function terminate(outside: Database, pid: number): Promise<void> {
    try {
      await outside.runScript(`select pg_terminate_backend(${pid})`);
      await outside.runScript('select pg_sleep(0.2)');
    } finally {
      await outside.close();
    }
  }

  test('the listener comes back by itself and says that it may have missed something', async () => {
    const heard: string[] = [];
    const unlisten = await database.listen('after_outage', (payload) => void heard.push(payload));
    await endConnections('vestnik listen');
    const seen = (payload: string) =>
      waitUntil(database, {
        channel: 'poll_only',
        concerns: () => true,
        check: async () => heard.includes(payload) || undefined,
        timeoutMs: 10_000,
      });
    expect(await seen('')).toBe(true);
    await database.db.execute(sql`select pg_notify('after_outage', 'heard again')`);
    expect(await seen('heard again')).toBe(true);
    await unlisten();
  });
});

test('a PostgreSQL that cannot be reached is named, its password is not', async () => {
  const url = 'postgresql://vestnik:hunter2@127.0.0.1:1/nowhere';
  const refused = openPostgres(url, createSilentLog());
  await expect(refused).rejects.toMatchObject({
    code: 'not_ready',
    text: {
      en: expect.stringMatching(/127\.0\.0\.1:1\/nowhere/),
      ru: expect.stringMatching(/127\.0\.0\.1:1\/nowhere/),
    },
  });
  await expect(refused).rejects.not.toThrow(/hunter2/);
});
