import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import type { Database } from '../../server/base/db/database.ts';
import { int, selectRow } from '../../server/base/db/rows.ts';
import { addAccount } from '../support/accounts.ts';
import { openTestDatabase } from '../support/database.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const SENDS = 'messages.sendMessage';
/** Longer than it takes until what is unfinished is looked for. */
const LATE_MS = 2_500;

let box: Emulator;
let control: ControlClient;
let database: Database;
let server: TestServer;
let isLate = false;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'one attempt' });
  control = controlOf(box);
  database = await openTestDatabase();
  const slow: Database = {
    ...database,
    // The answer to a commit is late: everybody else sees what it wrote before we know of it.
    async transaction(work) {
      const result = await database.transaction(work);
      if (isLate) await pause(LATE_MS);
      return result;
    },
  };
  server = await startTestServer(
    { TELEGRAM_EMULATOR: box.control, MAX_DAILY_ACTIVE: '1000' },
    { database: slow },
  );
  await addAccount(server, control);
});
afterAll(async () => {
  await server?.stop();
  await database?.close();
  await box?.stop();
});

const send = async (username: string) => {
  const consent = { source: 'site', basis: 'opt_in' };
  const body = { username, content: `Hello ${username}`, consent };
  return (await server.api.post('/send?wait=false', body)).body.id as number;
};
const statusOf = async (id: number) =>
  (await server.api.get(`/messages/${id}`)).body.message.status;
const settled = (id: number) =>
  waitFor(
    'the outcome',
    async () => {
      const status = await statusOf(id);
      return ['sent', 'failed'].includes(status) ? status : undefined;
    },
    30_000,
  );

test('what the gate just let through isn’t taken for unfinished and sent a second time', async () => {
  const personId = await control.makeUser({ firstName: 'Anna', username: 'late_commit' });
  // The first attempt is refused: a second one would arrive after the message has failed.
  await control.post('/faults', { error: 'USER_IS_BLOCKED', method: SENDS, times: 1 });
  isLate = true;
  const status = await send('late_commit').then(settled);
  isLate = false;
  await server.drain();
  expect(status).toBe('failed');
  expect(await sentTo(control, personId)).toEqual([]);
});

test('hundreds of unfinished messages are repeated a few at a time, each once', async () => {
  const people: { id: number; username: string }[] = [];
  for (let i = 0; i < 60; i++) {
    const username = `unfinished_${i}`;
    people.push({ id: await control.makeUser({ firstName: 'Anna', username }), username });
  }
  await control.post('/faults', { kind: 'crash', method: SENDS, times: 60 });
  await Promise.all(people.map((p) => send(p.username)));
  await waitFor(
    'the outcomes',
    async () => {
      await server.drain();
      const row = await selectRow(
        database.db,
        { open: int },
        sql`select count(*) as open from messages where status in ('queued', 'sending')`,
      );
      return row?.open === 0 || undefined;
    },
    60_000,
  );
  for (const { id, username } of people)
    expect((await sentTo(control, id)).map((m) => m.text)).toEqual([`Hello ${username}`]);
}, 90_000);
