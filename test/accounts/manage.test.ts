import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readStringSession } from '@mtcute/node/utils.js';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRows, text } from '../../server/base/db/rows.ts';
import { addAccount, newPhone } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { statusChanges } from '../support/status-changes.ts';
import {
  sessionFile,
  sessionString,
  uploadFiles,
  uploadString,
} from '../support/upload-sessions.ts';

const DAY_MS = 86_400_000;

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'manage' });
  control = controlOf(box);
  server = await startTestServer(
    { TELEGRAM_EMULATOR: box.control, TIME_ZONE: 'Europe/Moscow', MAX_DAILY_WARMING: '2' },
    // 23:30 in Moscow: the first day of a warm-up is half an hour long
    { now: new Date('2026-03-02T20:30:00Z') },
  );
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const view = async (key: string) => (await server.api.get(`/accounts/${key}`)).body.account;
const patch = (key: string, body: Record<string, unknown>) =>
  server.api.patch(`/accounts/${key}`, body);

test('a new account warms up by the days of the workspace, and is active on the eighth', async () => {
  const { key } = await addAccount(server, control, { status: 'warming' });
  const seen: [number | null, number][] = [];
  for (let day = 1; day <= 8; day++) {
    const account = await view(key);
    seen.push([account.warmup_day, account.daily_limit]);
    // to the first minute of the next day in Moscow
    server.clock.advance(day === 1 ? 30 * 60_000 : DAY_MS);
    await server.drain();
  }
  expect(seen).toEqual([
    [1, 0],
    [2, 0],
    [3, 2],
    [4, 2],
    [5, 5],
    [6, 5],
    [7, 5],
    [null, 7],
  ]);
  expect(await view(key)).toMatchObject({ status: 'active', status_reason: 'warmed_up' });
  expect(await statusChanges(server, key)).toMatchObject([
    { from: 'checking', to: 'warming', cause: 'arrived' },
    { from: 'warming', to: 'active', cause: 'warmed_up' },
  ]);
});

describe('GET /accounts', () => {
  test('pages through all accounts once, in the order of their numbers', async () => {
    for (let i = 0; i < 4; i++) await addAccount(server, control);
    const all = (await server.api.get('/accounts?limit=100')).body;
    expect(all.next).toBe(null);
    const paged: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const after: string = next && `&after=${encodeURIComponent(next)}`;
      const { body } = await server.api.get(`/accounts?limit=2${after}`);
      paged.push(...body.accounts.map((a: { id: string }) => a.id));
      next = body.next;
    }
    expect(paged).toEqual(all.accounts.map((a: { id: string }) => a.id));
  });

  test('filters by status, tag and parts of name, phone and username', async () => {
    const phone = newPhone();
    const user = await control.makeUser({ firstName: 'Ilya', phone, username: 'ilya_50_percent' });
    const added = await uploadString(server, await sessionString(control, user));
    const key: string = added.body.account.id;
    await patch(key, { tags: ['vip', 'south'], name: 'Sales 100%', disabled: true });
    const find = async (query: string) =>
      (await server.api.get(`/accounts?limit=100&${query}`)).body.accounts.map(
        (a: { id: string }) => a.id,
      );
    const found = [
      'tag=vip',
      'search=100%25',
      'search=SALES',
      'search=ilya_50',
      `search=${phone.slice(1)}`,
      'status=disabled',
      'status=disabled,banned&tag=south&search=ilya',
    ];
    for (const query of found) expect([query, await find(query)]).toEqual([query, [key]]);
    for (const query of ['tag=vi', 'search=1%25', 'search=ilya-50', 'status=banned&tag=vip'])
      expect([query, await find(query)]).toEqual([query, []]);
    expect(await find('status=active,warming')).not.toContain(key);
  });

  test.for(['status=gone', 'limit=0', 'limit=100000', 'after=nonsense'])(
    'refuses ?%s',
    async (query) => {
      const answer = await server.api.get(`/accounts?${query}`);
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    },
  );

  test('knows no account that is not there', async () => {
    for (const key of ['acc_999', 'acc_', '5', 'acc_1%20']) {
      const answer = await server.api.get(`/accounts/${key}`);
      expect(answer).toMatchObject({ status: 404, body: { success: false, error: 'not_found' } });
      expect(answer.body.message).toContain('GET /accounts');
    }
  });
});

describe('PATCH /accounts/:id', () => {
  test('changes each field and leaves the others', async () => {
    const { key } = await addAccount(server, control);
    const before = await view(key);
    const changes = [
      { name: 'Night shift' },
      { notes: 'bought in May' },
      { tags: ['a', 'b'] },
      { max_daily_active: 40 },
      { max_daily_warming: 1 },
      { max_daily_messages: 300 },
      { max_daily_answers: 0 },
      { min_message_delay: 90 },
    ];
    for (const change of changes)
      expect((await patch(key, change)).body.account).toMatchObject(change);
    expect(await view(key)).toEqual({
      ...before,
      ...Object.assign({}, ...changes),
      daily_limit: 40,
    });
    expect((await patch(key, { max_daily_active: null })).body.account).toMatchObject({
      max_daily_active: null,
      daily_limit: 7,
    });
  });

  test.for([
    { name: '' },
    { name: 'x'.repeat(101) },
    { notes: 5 },
    { tags: 'a' },
    { max_daily_active: -1 },
    { max_daily_messages: 1.5 },
    { min_message_delay: 86_401 },
    { status: 'warming' },
    { status: 'banned' },
    { disabled: 'yes' },
    { phone: '+79990000000' },
    { name: 'acc_4321' },
  ])('refuses %j', async (body) => {
    const answer = await patch('acc_1', body);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  test('keeps names unique, whatever their case', async () => {
    const [one, two] = [await addAccount(server, control), await addAccount(server, control)];
    await patch(one.key, { name: 'Morning' });
    expect(await patch(two.key, { name: 'MORNING' })).toMatchObject({
      status: 409,
      body: { error: 'already_exists', message: expect.stringContaining('MORNING') },
    });
    expect((await patch(one.key, { name: 'morning' })).status).toBe(200);
    expect((await patch(one.key, { name: one.key })).status).toBe(200);
    await server.api.delete(`/accounts/${one.key}`);
    expect((await patch(two.key, { name: 'Morning' })).status).toBe(200);
  });

  test('disables an account, which closes its connection, and enables it as it was', async () => {
    const { key } = await addAccount(server, control, { status: 'warming' });
    expect((await patch(key, { disabled: true })).body.account).toMatchObject({
      status: 'disabled',
      daily_limit: 0,
    });
    const connection = (wanted: string) =>
      waitFor(wanted, async () => (await view(key)).connection === wanted || undefined);
    await connection('offline');
    expect((await patch(key, { disabled: false })).body.account).toMatchObject({
      status: 'warming',
      warmup_day: 1,
    });
    await connection('online');
    expect(await statusChanges(server, key)).toMatchObject([
      { to: 'warming' },
      { from: 'warming', to: 'disabled', cause: 'operator' },
      { from: 'disabled', to: 'warming', cause: 'operator' },
    ]);
  });

  test('records in the audit log who vouched for which account', async () => {
    const { key } = await addAccount(server, control, { status: 'warming' });
    expect((await patch(key, { status: 'active' })).body.account).toMatchObject({
      status: 'active',
      status_reason: 'vouched',
      warmup_day: null,
      daily_limit: 7,
    });
    await server.drain();
    const { entries } = (await server.api.get('/audit?limit=5')).body;
    expect(entries).toContainEqual(
      expect.objectContaining({
        action: 'account.vouched',
        actor: expect.stringMatching(/^api_key:/),
      }),
    );
  });
});

describe('DELETE /accounts/:id', () => {
  async function addArchive() {
    const phone = newPhone();
    const id = await control.makeUser({ firstName: 'Ivan', phone });
    const bytes = await sessionFile(control, id, { format: 'tdata-zip' });
    const { body } = await uploadFiles(server, [{ name: 'a.zip', bytes }]);
    await patch(body.account.id, { status: 'active' });
    return { id, phone, key: body.account.id as string, bytes };
  }
  const filesOf = async (phone: string) =>
    (
      await Promise.all(
        ['sessions', 'backups'].map((folder) => readdir(join(server.dataDir, folder))),
      )
    )
      .flat()
      .filter((name) => name.startsWith(phone));

  test('removes the session, its file and its backups, and keeps the session alive', async () => {
    const { id, phone, key, bytes } = await addArchive();
    expect(await filesOf(phone)).toHaveLength(2);
    expect(await server.api.delete(`/accounts/${key}`)).toMatchObject({
      status: 200,
      body: { success: true, logged_out: false },
    });
    expect(await filesOf(phone)).toEqual([]);
    const left = await selectRows(
      server.app.db,
      { found: int },
      sql`
      select count(*)::int as found from accounts
      where former_telegram_id = ${id} and session is null and session_key_hash is null`,
    );
    expect(left).toEqual([{ found: 1 }]);
    expect(await server.api.get(`/accounts/${key}`)).toMatchObject({ status: 404 });
    expect(await server.api.delete(`/accounts/${key}`)).toMatchObject({ status: 404 });
    const again = await uploadFiles(server, [{ name: 'a.zip', bytes }]);
    expect(again.status).toBe(200);
  });

  test('logs out when asked to: the session is no longer worth anything', async () => {
    const { key, bytes } = await addArchive();
    expect((await server.api.delete(`/accounts/${key}?log_out=true`)).body).toMatchObject({
      success: true,
      logged_out: true,
    });
    const again = await uploadFiles(server, [{ name: 'a.zip', bytes }]);
    expect(again.body).toMatchObject({ error: 'session_expired' });
  });

  test('lets an account come back, and its dialogs go on', async () => {
    const { id, key, bytes } = await addArchive();
    const username = 'anna_returns';
    const person = await control.makeUser({ firstName: 'Anna', username });
    const consent = { source: 'site', basis: 'opt_in' };
    const message = { username, content: 'Hello', consent };
    const sent = await server.api.post('/send', { ...message, account_id: key });
    expect(sent.body).toMatchObject({ success: true });
    await server.api.delete(`/accounts/${key}`);
    const { body } = await uploadFiles(server, [{ name: 'a.zip', bytes }]);
    const back: string = body.account.id;
    expect(back).not.toBe(key);
    await control.post(`/users/${person}/messages`, { to: id, text: 'And then?' });
    const history = await waitFor('the answer', async () => {
      const answer = (await server.api.get(`/dialogs/${person}`)).body;
      return answer.messages.length === 2 ? answer : undefined;
    });
    expect(history.dialogs).toMatchObject([{ account_id: back }]);
    expect(await view(back)).toMatchObject({ daily_sent: 1 });
  });
});

test('no session lies open: neither in the folders nor in the database', async () => {
  const phone = newPhone();
  const id = await control.makeUser({ firstName: 'Ivan', phone });
  const session = await sessionString(control, id);
  const added = await uploadString(server, session);
  await server.api.put(`/accounts/${added.body.account.id}/proxy`, {
    use_proxy: false,
    host: 'proxy.example',
    port: 1080,
    password: 'very-secret-proxy-pass',
  });
  const key = Buffer.from(readStringSession(session).authKey);
  const secrets = [key.subarray(0, 32), Buffer.from('very-secret-proxy-pass')];
  const forms = secrets.flatMap((s) => [
    s,
    Buffer.from(s.toString('hex')),
    Buffer.from(s.toString('base64').slice(0, 40)),
  ]);

  const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
  const paths = files.filter((f) => f.isFile()).map((f) => join(f.parentPath, f.name));
  expect(paths.some((path) => path.endsWith(`${phone}.session`))).toBe(true);
  for (const path of paths) {
    const bytes = await readFile(path);
    for (const form of forms) expect([path, bytes.includes(form)]).toEqual([path, false]);
  }
  const tables = await selectRows(
    server.app.db,
    { name: text },
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of tables) {
    const rows = await selectRows(
      server.app.db,
      { row: text },
      sql`select t::text as row from ${sql.identifier(name)} t`,
    );
    const all = rows.map((r) => r.row).join('\n');
    for (const form of forms) {
      expect([name, all.includes(form.toString('hex'))]).toEqual([name, false]);
      expect([name, all.includes(form.toString('latin1'))]).toEqual([name, false]);
    }
  }
});

test('many accounts get and lose tags at once, or none of them', async () => {
  const keys: string[] = [];
  for (let i = 0; i < 3; i++) keys.push((await addAccount(server, control)).key);
  const [first = '', second = '', third = ''] = keys;
  await patch(first, { tags: ['north', 'old'] });
  const tag = (body: object) => server.api.post('/accounts/tags', body);
  const tagged = await tag({ ids: keys, add: ['north'], remove: ['old'] });
  expect(tagged.body).toMatchObject({ success: true, ids: [first, second, third] });
  const again = await tag({ ids: keys, add: ['north'] });
  expect(again.body.ids).toEqual([]);
  expect((await view(first)).tags).toEqual(['north']);
  const missing = await tag({ ids: [first, 'acc_999'], add: ['lost'] });
  expect([missing.status, missing.body.error]).toEqual([404, 'not_found']);
  const many = Array.from({ length: 50 }, (_, i) => `tag${i}`);
  const tooMany = await tag({ ids: [first], add: many });
  expect([tooMany.status, tooMany.body.error]).toEqual([400, 'invalid_request']);
  expect((await tag({ ids: [first] })).status).toBe(400);
  expect((await view(first)).tags).toEqual(['north']);
});
