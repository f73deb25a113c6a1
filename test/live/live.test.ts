import { connect } from 'node:net';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { int, selectRows } from '../../server/base/db/rows.ts';
import { recordEvents } from '../../server/base/events/record-events.ts';
import { signal } from '../../server/base/events/signal.ts';
import { homeWorkspaceId } from '../../server/features/workspace/ensure-workspace.ts';
import { openTestDatabase } from '../support/database.ts';
import { type LiveClient, lookOn, type Told } from '../support/live-client.ts';
import { type Api, OWNER_KEY, startTestServer, type TestServer } from '../support/server.ts';

vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let workspaceId: number;
const open: LiveClient[] = [];

beforeAll(async () => {
  server = await startTestServer();
  workspaceId = await homeWorkspaceId(server.app);
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});
afterAll(() => server?.stop());

let numbered = 0;

/** Something happens, so many times in one transaction. @returns the numbers it carries */
async function happen(
  count = 1,
  { wide, ...change }: { type?: string; workspaceId?: number; wide?: Record<string, number> } = {},
) {
  const numbers = Array.from({ length: count }, () => ++numbered);
  await server.app.database.transaction((tx) =>
    recordEvents(
      tx,
      numbers.map((n) => ({
        workspaceId,
        type: 'dialog.changed',
        at: new Date(),
        data: { ...wide, n, note: 'somebody’s words' },
        ...change,
      })),
    ),
  );
  return numbers;
}

async function look(api: Api = server.api, after?: string): Promise<LiveClient> {
  const client = await lookOn(api, after);
  open.push(client);
  return client;
}

const numbersOf = (told: readonly Told[]) => told.map((t) => t.data.data.n);
const heard = (client: LiveClient, last: number | undefined) =>
  client.until((told) => numbersOf(told).includes(last));

async function keyOf(role: string): Promise<{ id: number; api: Api }> {
  const { body } = await server.api.post('/api-keys', { name: role, role });
  return { id: body.key.id, api: server.api.as(body.token) };
}

test('what happens is told at once, in ids only', async () => {
  const client = await look();
  const [n] = await happen();
  await heard(client, n);
  // What was hidden by an older transaction when the stream began may be told as well.
  expect(client.told).toContainEqual({
    id: expect.stringMatching(/^\d+-\d+$/),
    event: 'dialog.changed',
    data: { type: 'dialog.changed', at: expect.stringMatching(/Z$/), data: { n } },
  });
});

test('a message tells whose account, dialog and person it is', async () => {
  const [made] = await selectRows(
    server.app.db,
    { sender: int, contact: int, message: int, number: int },
    sql`
      with s as (insert into senders (workspace_id, kind) values (${workspaceId}, 'account')
          returning id),
      a as (insert into accounts (id, workspace_id, number, name, status, status_since,
            status_reason, added_at)
          select id, ${workspaceId}, 71, 'Seventy-one', 'disabled', now(), 'test', now() from s),
      c as (insert into contacts (workspace_id, first_name, created_at)
          values (${workspaceId}, 'Anna', now()) returning id),
      d as (insert into dialogs (workspace_id, number, sender_id, contact_id, created_at)
          select ${workspaceId}, 55, s.id, c.id, now() from s, c returning id, number),
      m as (insert into messages (workspace_id, dialog_id, sender_id, contact_id, direction, type,
            content, created_at, status)
          select ${workspaceId}, d.id, s.id, c.id, 'in', 'text', 'Hello', now(), 'received'
          from s, c, d returning id)
      select s.id as sender, c.id as contact, m.id as message, d.number from s, c, d, m`,
  );
  if (!made) throw new Error('nothing was made');
  const client = await look();
  await server.app.database.transaction((tx) =>
    recordEvents(tx, [
      {
        workspaceId,
        type: 'message.received',
        at: new Date(),
        senderId: made.sender,
        contactId: made.contact,
        messageId: made.message,
      },
    ]),
  );
  await client.until((told) => told.length > 0);
  expect(client.told[0]?.data).toMatchObject({
    account_id: 'acc_71',
    contact_id: made.contact,
    message_id: made.message,
    dialog: 55,
    data: {},
  });
  expect(JSON.stringify(client.told)).not.toContain('Anna');
});

test('another workspace is not heard', async () => {
  const [other] = await selectRows(
    server.app.db,
    { id: int },
    sql`insert into workspaces (name, language, time_zone, created_at)
        values ('Next door', 'en', 'UTC', now()) returning id`,
  );
  const client = await look();
  await happen(3, { workspaceId: other?.id ?? 0 });
  const [own] = await happen();
  await heard(client, own);
  expect(numbersOf(client.told)).toEqual([own]);
});

test('a specialist hears of conversations, not of the pool nor of keys', async () => {
  const { api } = await keyOf('specialist');
  const client = await look(api);
  await happen(1, { type: 'account.updated' });
  await happen(1, { type: 'campaign.paused' });
  await happen(1, { type: 'api_key.revoked' });
  await happen(1, { type: 'something.nobody_knows' });
  const [n] = await happen();
  await heard(client, n);
  expect(client.told.map((t) => t.event)).toEqual(['dialog.changed']);
});

test('the progress of jobs comes without an id, once a second at most', async () => {
  const client = await look();
  for (let n = 0; n < 20; n++)
    await server.app.database.transaction((tx) =>
      signal(tx, { workspaceId, type: 'job.progress', data: { job_id: 8 } }),
    );
  await client.until((told) => told.length > 0);
  const [n] = await happen();
  await heard(client, n);
  const progress = client.told.filter((t) => t.event === 'job.progress');
  expect(progress.length).toBeLessThan(5);
  expect(progress[0]).toMatchObject({ id: undefined, data: { data: { job_id: 8 } } });
});

test('a job that is ordered is heard of, and what it did', async () => {
  const client = await look();
  const form = new FormData();
  form.set('options', JSON.stringify({ source: { name: 'A list', basis: 'opt_in' } }));
  form.set('file', new File(['username\nsomebody_new\n'], 'people.csv'));
  const { body } = await server.api.form('/contacts/import', form);
  expect(body).toMatchObject({ success: true });
  await client.until((told) => told.some((t) => t.event === 'contacts.imported'));
  await client.until((told) => told.some((t) => t.event === 'job.progress'));
  const progress = client.told.find((t) => t.event === 'job.progress');
  expect(progress?.data.data).toEqual({ job_id: body.job.id });
});

describe('a connection that was cut', () => {
  test('goes on where it was', async () => {
    const first = await look();
    const [a, b] = [await happen(), await happen()];
    await heard(first, b[0]);
    await first.close();
    const missed = await happen(3);
    const second = await look(server.api, first.lastId);
    const last = await happen();
    await heard(second, last[0]);
    expect(numbersOf([...first.told, ...second.told])).toEqual([...a, ...b, ...missed, ...last]);
  });

  test('misses nothing and hears nothing twice, wherever it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ events: fc.integer({ min: 1, max: 4 }), isCut: fc.boolean() }), {
          minLength: 1,
          maxLength: 12,
        }),
        fc.integer({ min: 0, max: 6 }),
        async (steps, forgotten) => {
          const all: number[] = [];
          const got: number[] = [];
          let client = await look();
          for (const { events, isCut } of steps) {
            all.push(...(await happen(events)));
            if (!isCut) continue;
            // Not waiting for what is under way: the cut comes in the middle of it.
            await client.close();
            // The last ones had arrived on the wire, but the page had not taken them.
            const lost = Math.min(forgotten, client.told.length);
            const taken = client.told.slice(0, client.told.length - lost);
            got.push(...numbersOf(taken));
            const from = taken.at(-1)?.id ?? client.hello?.id;
            client = await look(server.api, from);
          }
          all.push(...(await happen()));
          await heard(client, all.at(-1));
          await client.close();
          expect([...got, ...numbersOf(client.told)]).toEqual(all);
        },
      ),
      { numRuns: 15 },
    );
  });

  test('and missed more than a page hears all of it', async () => {
    const first = await look();
    await first.close();
    const missed = [...(await happen(700)), ...(await happen(700))];
    const second = await look(server.api, first.hello?.id);
    const [last] = await happen();
    await heard(second, last);
    expect(numbersOf(second.told)).toEqual([...missed, last]);
  });

  test('and missed more than five thousand is told to load everything anew', async () => {
    const first = await look();
    await first.close();
    await happen(5_001);
    const second = await look(server.api, first.hello?.id);
    await second.until((told) => told.length > 0);
    const next = await happen();
    await heard(second, next[0]);
    expect(second.told.map((t) => t.event)).toEqual(['reset', 'dialog.changed']);
    expect(second.told[0]?.id).toMatch(/^\d+-\d+$/);
  });

  test('from a place that only another database has is told to load everything anew', async () => {
    const client = await look(server.api, '99999999999999-7');
    await client.until((told) => told.length > 0);
    expect(client.told[0]?.event).toBe('reset');
  });

  test('with a broken place is refused in plain words', async () => {
    const answer = await server.api.raw('/live', { headers: { 'last-event-id': 'nowhere' } });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
  });
});

test('a hundred connections hear the same', async () => {
  const clients = await Promise.all(Array.from({ length: 100 }, () => look()));
  const numbers = [...(await happen(5)), ...(await happen(5))];
  await Promise.all(clients.map((client) => heard(client, numbers.at(-1))));
  for (const client of clients) expect(numbersOf(client.told)).toEqual(numbers);
});

test('beyond two hundred connections one more is refused, and fits again when one leaves', async () => {
  const clients = await Promise.all(Array.from({ length: 200 }, () => look()));
  const refused = await server.api.raw('/live');
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ error: 'too_many_connections' });
  await clients[0]?.close();
  const [n] = await happen();
  await heard(clients[1] as LiveClient, n);
  await expect
    .poll(async () => {
      const client = await look().catch(() => undefined);
      return client?.hello !== undefined;
    })
    .toBe(true);
});

test('whoever does not read is cut off, and the others hear on', async () => {
  const { hostname, port } = new URL(server.url ?? '');
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const isCut = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const greeted = new Promise<void>((resolve) => socket.once('data', () => resolve()));
  socket.write(`GET /live HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${OWNER_KEY}\r\n\r\n`);
  await greeted;
  socket.pause();
  const client = await look();
  // Far more than its sockets' buffers and ours hold together.
  const wide = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`count_${i}`, 1_000_000]));
  for (let round = 0; round < 12; round++) {
    const numbers = await happen(200, { wide });
    await heard(client, numbers.at(-1));
  }
  expect(client.told).toHaveLength(2_400);
  // Only now it reads: what had been sent before the cut, and then the end.
  socket.resume();
  await isCut;
});

describe('a server that stops', () => {
  test('ends its connections at once', async () => {
    const database = await openTestDatabase();
    const one = await startTestServer({}, { database });
    const clients = await Promise.all(Array.from({ length: 20 }, () => lookOn(one.api)));
    const before = performance.now();
    await one.stop();
    expect(performance.now() - before).toBeLessThan(5_000);
    await Promise.all(clients.map((c) => c.ended));
    await database.close();
  });
});

// One session serves the embedded database: there two transactions never run at the same time.
describe.runIf(process.env['TEST_DATABASE_URL'])('on PostgreSQL', () => {
  /** A transaction that has written and waits for the word to commit. */
  async function beginWriting(count: number) {
    const numbers = Array.from({ length: count }, () => ++numbered);
    let commit = () => {};
    const mayCommit = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const hasWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const done = server.app.database.transaction(async (tx) => {
      await recordEvents(
        tx,
        numbers.map((n) => ({ workspaceId, type: 'dialog.changed', at: new Date(), data: { n } })),
      );
      written();
      await mayCommit;
    });
    await hasWritten;
    return {
      numbers,
      async commit() {
        commit();
        await done;
      },
    };
  }

  test('transactions that commit out of order are told in one order, whoever connects when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ writer: fc.nat(3), isEnd: fc.boolean(), isCut: fc.boolean() }), {
          maxLength: 20,
        }),
        async (steps) => {
          const steady = await look();
          let cut = await look();
          const got: number[] = [];
          const begun = new Map<number, Awaited<ReturnType<typeof beginWriting>>>();
          const written: number[] = [];
          for (const { writer, isEnd, isCut } of steps) {
            const writing = begun.get(writer);
            if (writing && isEnd) {
              begun.delete(writer);
              await writing.commit();
            } else if (!writing) {
              const fresh = await beginWriting(2);
              written.push(...fresh.numbers);
              begun.set(writer, fresh);
            }
            if (!isCut) continue;
            await cut.close();
            got.push(...numbersOf(cut.told));
            cut = await look(server.api, cut.lastId);
          }
          for (const writing of begun.values()) await writing.commit();
          const [last] = await happen();
          await heard(steady, last);
          await heard(cut, last);
          await cut.close();
          await steady.close();
          got.push(...numbersOf(cut.told));
          expect(numbersOf(steady.told).toSorted((a, b) => a - b)).toEqual([...written, last]);
          expect(got).toEqual(numbersOf(steady.told));
        },
      ),
      { numRuns: 12 },
    );
  });

  test('two processes tell the same, and a connection moves from one to the other', async () => {
    const other = await startTestServer({}, { database: server.app.database });
    const here = await look();
    const there = await lookOn(other.api);
    const numbers = await happen(3);
    await heard(here, numbers.at(-1));
    await heard(there, numbers.at(-1));
    await there.close();
    const missed = await happen(2);
    const moved = await look(server.api, there.lastId);
    await heard(moved, missed.at(-1));
    expect(numbersOf([...there.told, ...moved.told])).toEqual([...numbers, ...missed]);
    await other.stop();
  });
});
