import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase } from '../../../test/support/database.ts';
import { createSystemClock } from '../clock.ts';
import type { Database, Db } from '../db/database.ts';
import { int, selectRows } from '../db/rows.ts';
import { createSilentLog } from '../log.ts';
import { startEventLoop } from './event-loop.ts';
import {
  adoptRestoredEvents,
  type ReadResult,
  readEvents,
  type StoredEvent,
} from './read-events.ts';
import { recordEvents } from './record-events.ts';

let database: Database;
let workspaceId: number;
let readers = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  const [workspace] = await selectRows(
    database.db,
    { id: int },
    sql`insert into workspaces (name, language, time_zone, created_at)
        values ('Home', 'ru', 'UTC', now()) returning id`,
  );
  workspaceId = workspace?.id ?? 0;
});
afterAll(() => database?.close());

const write = (tx: Db, ...types: string[]) =>
  recordEvents(
    tx,
    types.map((type) => ({ workspaceId, type, at: new Date() })),
  );

const happen = (...types: string[]) => database.transaction((tx) => write(tx, ...types));

/** A reader that begins here and notes what it was handed. */
async function newReader() {
  const name = `reader ${++readers}`;
  // A new cursor stands at the oldest running transaction of the whole server, whoever runs it:
  // what happened just before may be handed out too. The tests begin after that.
  await readEvents(database, name, async () => {});
  await untilRead(() => readEvents(database, name, async () => {}));
  const seen: string[] = [];
  const read = (limit?: number) =>
    readEvents(
      database,
      name,
      async (_, events) => void seen.push(...events.map((event) => event.type)),
      limit,
    );
  /** To the end, waiting for transactions that others have open. */
  const readAll = (limit?: number) => untilRead(() => read(limit));
  return { name, seen, read, readAll };
}

async function untilRead(read: () => Promise<ReadResult>): Promise<void> {
  while ((await read()) !== 'nothing') await pause(1);
}

test('a new reader begins with what happens from then on', async () => {
  await happen('before.reader');
  const { readAll, seen } = await newReader();
  await happen('after.reader');
  await readAll();
  expect(seen).toEqual(['after.reader']);
});

test('events come in the order in which they happened, each once, however they are paged', async () => {
  const { readAll, seen } = await newReader();
  await happen('a', 'b', 'c');
  await happen('d');
  await happen('e', 'f');
  await readAll(2);
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('readers do not disturb each other', async () => {
  const one = await newReader();
  const other = await newReader();
  await happen('x');
  await one.readAll();
  await happen('y');
  await other.readAll();
  await one.readAll();
  expect(one.seen).toEqual(['x', 'y']);
  expect(other.seen).toEqual(['x', 'y']);
});

test('a transaction that was rolled back has not happened', async () => {
  const reader = await newReader();
  const failed = database.transaction(async (tx) => {
    await write(tx, 'never');
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  await happen('but this');
  await reader.readAll();
  expect(reader.seen).toEqual(['but this']);
});

test('what a reader wrote before it failed is undone, and it gets the same events again', async () => {
  await database.runScript('create table fanned_out (type text)');
  const { name } = await newReader();
  await happen('one', 'two');
  const fanOut = (crash: boolean) =>
    readEvents(database, name, async (tx, events) => {
      for (const { type } of events) await tx.execute(sql`insert into fanned_out values (${type})`);
      if (crash) throw new Error('crash');
    });
  await expect(untilRead(() => fanOut(true))).rejects.toThrow('crash');
  await untilRead(() => fanOut(false));
  const rows = await selectRows(database.db, { n: int }, sql`select count(*) n from fanned_out`);
  expect(rows[0]?.n).toBe(2);
});

test('two processes that read for one reader hand each event out once', async () => {
  const reader = await newReader();
  for (let n = 0; n < 20; n++) await happen(`shared.${n}`);
  const work = async () => {
    for (let n = 0; n < 15; n++) await reader.read(3);
  };
  await Promise.all([work(), work()]);
  await reader.readAll();
  expect(reader.seen).toEqual(Array.from({ length: 20 }, (_, n) => `shared.${n}`));
});

test('an event is kept with who did it and what it is about, and comes back the same', async () => {
  const { name } = await newReader();
  const at = new Date('2026-03-01T10:00:00.123Z');
  await database.transaction((tx) =>
    recordEvents(tx, [
      {
        workspaceId,
        type: 'message.sent',
        at,
        actor: { kind: 'api_key', id: 7, address: '10.0.0.1' },
        senderId: 1,
        contactId: 2,
        messageId: 3,
        data: { text: 'кавычки " и \\', nested: { n: 1 } },
      },
    ]),
  );
  const got: StoredEvent[] = [];
  await untilRead(() => readEvents(database, name, async (_, events) => void got.push(...events)));
  expect(got).toMatchObject([
    {
      id: expect.any(Number),
      workspaceId,
      type: 'message.sent',
      at,
      actor: { kind: 'api_key', id: 7, address: '10.0.0.1' },
      senderId: 1,
      contactId: 2,
      messageId: 3,
      data: { text: 'кавычки " и \\', nested: { n: 1 } },
    },
  ]);
});

test('a loop reads what happens without being told to', async () => {
  const { name } = await newReader();
  const seen: string[] = [];
  const app = { database, clock: createSystemClock(), log: createSilentLog() };
  const loop = await startEventLoop(app, name, () =>
    readEvents(database, name, async (_, events) => void seen.push(...events.map((e) => e.type))),
  );
  try {
    await happen('heard');
    await loop.drain();
    expect(seen).toEqual(['heard']);
  } finally {
    await loop.stop();
  }
  await happen('too late');
  await loop.drain();
  expect(seen).toEqual(['heard']);
});

// One session serves the embedded database: there two transactions never run at the same time.
describe.runIf(process.env['TEST_DATABASE_URL'])('with several writers, on PostgreSQL', () => {
  /** A transaction that has written and waits for the word to commit. */
  async function beginWriting(...types: string[]) {
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const hasWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const done = database.transaction(async (tx) => {
      await write(tx, ...types);
      written();
      await mayCommit;
    });
    await hasWritten;
    return async () => {
      commit();
      await done;
    };
  }

  test('what an older transaction commits late is not skipped', async () => {
    const { read, readAll, seen } = await newReader();
    const commitSlow = await beginWriting('slow');
    await happen('quick');
    expect(await read()).toBe('not yet');
    expect(seen).toEqual([]);
    await commitSlow();
    await readAll();
    expect(seen).toEqual(['slow', 'quick']);
  });

  test('whatever the order of commits, every event is handed out once and in one order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ writer: fc.nat(4), isEnd: fc.boolean() }), { maxLength: 30 }),
        async (steps) => {
          const one = await newReader();
          const other = await newReader();
          const open = new Map<number, () => Promise<void>>();
          const written: string[] = [];
          for (const [n, { writer, isEnd }] of steps.entries()) {
            const commit = open.get(writer);
            if (commit && isEnd) {
              open.delete(writer);
              await commit();
            } else if (!commit) {
              written.push(`${n}.1`, `${n}.2`);
              open.set(writer, await beginWriting(`${n}.1`, `${n}.2`));
            }
            await one.read(3);
          }
          for (const commit of open.values()) await commit();
          await one.readAll();
          await other.readAll();
          expect(one.seen.toSorted()).toEqual(written.toSorted());
          expect(other.seen).toEqual(one.seen);
        },
      ),
      { numRuns: 25 },
    );
  });
});

test('a database restored from a dump, whose transactions count anew, loses no event', async () => {
  const reader = await newReader();
  await happen('read.1', 'read.2');
  await reader.readAll();
  await happen('unread.1');
  // What a dump brings back: numbers of transactions from another server's future.
  await database.runScript(`
    update events set xid = (xid::text::bigint + 1000000)::text::xid8;
    update event_cursors set xid = (xid::text::bigint + 1000000)::text::xid8;
  `);
  await adoptRestoredEvents(database);
  await happen('unread.2');
  await reader.readAll();
  expect(reader.seen).toEqual(['read.1', 'read.2', 'unread.1', 'unread.2']);
});

test('a healthy database is left as it is', async () => {
  const reader = await newReader();
  await happen('calm');
  await adoptRestoredEvents(database);
  await reader.readAll();
  expect(reader.seen).toEqual(['calm']);
});
