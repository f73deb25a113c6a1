import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import type { Database } from '../../server/base/db/database.ts';
import { bool, int, nullable, selectRows, text } from '../../server/base/db/rows.ts';
import { noteConnection } from '../../server/features/accounts/note-connection.ts';
import { saveUpdateStates } from '../../server/features/accounts/save-update-states.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { openTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const HAND_OVER_MS = 15_000;

let box: Emulator;
let control: ControlClient;
let database: Database;
let one: TestServer;
let two: TestServer;
const dataDirs: string[] = [];
const accounts: TestAccount[] = [];

async function start(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-test-'));
  dataDirs.push(dataDir);
  return startTestServer({ TELEGRAM_EMULATOR: box.control }, { dataDir, database });
}

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'leases' });
  control = controlOf(box);
  database = await openTestDatabase();
  one = await start();
  two = await start();
  for (let i = 0; i < 4; i++) accounts.push(await addAccount(one, control));
});
afterAll(async () => {
  await one?.stop();
  await two?.stop();
  await database?.close();
  await box?.stop();
  for (const dir of dataDirs) await rm(dir, { recursive: true, force: true });
});

/** How many connections the box sees of each account. */
async function connections(): Promise<number[]> {
  const users = accounts.map((a) => control.get<{ connections: number }>(`/users/${a.telegramId}`));
  return (await Promise.all(users)).map((u) => u.connections);
}

function holders() {
  return selectRows(
    database.db,
    { id: int, worker: nullable(text), isAlive: bool, fence: int, connection: text },
    sql`
      select s.id, s.worker_id::text as worker, w.expires_at > now() is true as "isAlive", s.fence,
        a.connection
      from senders s join accounts a on a.id = s.id left join workers w on w.id = s.worker_id
      order by s.id`,
  );
}

/** Waits until a living process holds every account; meanwhile none may be live twice. */
async function allHeldAgain(former: ReadonlySet<string | null>, most = 1) {
  return waitFor(
    'every account to be held by another process',
    async () => {
      for (const count of await connections()) expect(count).toBeLessThanOrEqual(most);
      const rows = await holders();
      const isDone = rows.every(
        (r) => r.isAlive && r.connection === 'online' && !former.has(r.worker),
      );
      const open = (await connections()).every((count) => count === 1);
      return isDone && open ? rows : undefined;
    },
    HAND_OVER_MS,
  );
}

test('two servers on one database never hold an account both', async () => {
  await allHeldAgain(new Set());
  // each account is at one of the two, though both look for accounts all the time
  await Promise.all([one.drain(), two.drain()]);
  expect(await connections()).toEqual([1, 1, 1, 1]);
  const ids = new Set([one.app.worker.id, two.app.worker.id]);
  for (const { worker } of await holders()) expect(ids.has(worker ?? '')).toBe(true);
});

test('what was asked of one server is answered by the one that holds the account', async () => {
  for (const server of [one, two])
    for (const { key } of accounts) {
      const checked = await server.api.post(`/accounts/${key}/check`);
      expect(checked).toMatchObject({ status: 200, body: { account: { connection: 'online' } } });
    }
});

test('a server that believes itself dead lets go, and the accounts go on elsewhere', async () => {
  const before = await holders();
  const former = new Set(before.map((r) => r.worker));
  await database.db.execute(sql`
    update workers set expires_at = now() - interval '1 second'
    where id in (select worker_id from senders)`);
  // The lease ends here without the two seconds in which a silent holder lets go by itself.
  const after = await allHeldAgain(former, 2);
  after.forEach((row, i) => {
    expect(row.fence).toBeGreaterThan(before[i]?.fence ?? 0);
  });
});

test('a former holder can write neither how the connection stands nor how far it has read', async () => {
  const [row] = await allHeldAgain(new Set());
  if (!row) throw new Error('there is no account');
  const former = { id: row.id, fence: row.fence - 1 };
  await noteConnection(one.app, former, 'offline');
  expect((await holders())[0]).toMatchObject({ connection: 'online' });

  const read = () =>
    selectRows(
      database.db,
      { pts: int },
      sql`select pts from account_updates where account_id = ${row.id}`,
    );
  const state = { pts: 4_321, qts: 0, date: 1, seq: 0 };
  await saveUpdateStates(database.db, [{ accountId: row.id, fence: former.fence, state }]);
  expect(await read()).not.toEqual([{ pts: 4_321 }]);
  await saveUpdateStates(database.db, [{ accountId: row.id, fence: row.fence, state }]);
  expect(await read()).toEqual([{ pts: 4_321 }]);
});

test('a server that stops hands its accounts over', async () => {
  const rows = await holders();
  const stopping = rows[0]?.worker === one.app.worker.id ? one : two;
  const former = new Set<string | null>([stopping.app.worker.id]);
  await stopping.stop();
  await allHeldAgain(former);
});
