import { spawn } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { accountLogins } from '../../server/features/accounts/tables.ts';
import { addAccount, newPhone } from '../support/accounts.ts';
import { OWNER_KEY, startTestServer, type TestServer } from '../support/server.ts';
import { statusChanges } from '../support/status-changes.ts';

const DAY_MS = 86_400_000;

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'sign-in' });
  control = controlOf(box);
  server = await startTestServer(
    { TELEGRAM_EMULATOR: box.control },
    { now: new Date('2026-03-02T09:00:00Z') },
  );
});
beforeEach(() => control.delete('/faults'));
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

async function newUser(settings: Record<string, unknown> = {}) {
  const phone = newPhone();
  return { id: await control.makeUser({ firstName: 'Ivan', phone, ...settings }), phone };
}

const begin = (phone: string) => server.api.post('/accounts/login', { phone });
const giveCode = (login_id: string, code: string) =>
  server.api.post('/accounts/login/code', { login_id, code });
const givePassword = (login_id: string, password: string) =>
  server.api.post('/accounts/login/password', { login_id, password });

async function codeOf(id: number): Promise<string> {
  return (await control.get<{ code: string }>(`/users/${id}/code`)).code;
}

async function signIn(user: { id: number; phone: string }) {
  const { login_id } = (await begin(user.phone)).body;
  return giveCode(login_id, await codeOf(user.id));
}

const wrong = (code: string) => (code === '11111' ? '22222' : '11111');

describe('signing in by phone', () => {
  test('takes the code that Telegram sent and brings the account in', async () => {
    const user = await newUser();
    const begun = await begin(user.phone.replace('+7', '8 '));
    expect(begun).toMatchObject({ status: 200, body: { success: true, step: 'code' } });
    const done = await giveCode(begun.body.login_id, ` ${await codeOf(user.id)} `);
    expect(done).toMatchObject({
      status: 200,
      body: {
        success: true,
        step: 'done',
        account: { phone: user.phone, telegram_id: user.id, status: 'warming' },
      },
    });
    expect(done.body.account.session_file).toContain(user.phone);
    const again = await giveCode(begun.body.login_id, '12345');
    expect(again).toMatchObject({ status: 404, body: { error: 'login_not_found' } });
  });

  test('asks for the password of two-step verification', async () => {
    const user = await newUser({ password: 'tall tree' });
    const asked = await signIn(user);
    expect(asked).toMatchObject({ status: 200, body: { step: 'password' } });
    const id = asked.body.login_id;
    expect(await givePassword(id, 'small tree')).toMatchObject({
      status: 400,
      body: { success: false, error: 'password_invalid' },
    });
    expect(await givePassword(id, 'tall tree')).toMatchObject({
      status: 200,
      body: { step: 'done', account: { phone: user.phone } },
    });
  });

  test('lets a mistyped code be corrected', async () => {
    const user = await newUser();
    const { login_id: id } = (await begin(user.phone)).body;
    const code = await codeOf(user.id);
    expect(await giveCode(id, wrong(code))).toMatchObject({
      status: 400,
      body: { success: false, error: 'code_invalid' },
    });
    expect((await giveCode(id, code)).body).toMatchObject({ step: 'done' });
  });

  test('says that a code came too late', async () => {
    const user = await newUser();
    const { login_id: id } = (await begin(user.phone)).body;
    const code = await codeOf(user.id);
    await control.post('/faults', { error: 'PHONE_CODE_EXPIRED', method: 'auth.signIn', times: 1 });
    expect(await giveCode(id, code)).toMatchObject({
      status: 400,
      body: { success: false, error: 'code_expired' },
    });
  });

  test('is over half an hour after its last step', async () => {
    const user = await newUser();
    const { login_id: id } = (await begin(user.phone)).body;
    server.clock.advance(31 * 60_000);
    expect(await giveCode(id, await codeOf(user.id))).toMatchObject({
      status: 404,
      body: { error: 'login_not_found' },
    });
  });

  test.for([
    ['PHONE_NUMBER_BANNED', 409, 'phone_banned'],
    ['PHONE_NUMBER_INVALID', 400, 'phone_invalid'],
    ['FLOOD_WAIT_900', 429, 'flood_wait'],
    ['PHONE_NUMBER_FLOOD', 502, 'refused_by_telegram'],
  ] as const)('tells of %s in words', async ([error, status, code]) => {
    await control.post('/faults', { error, method: 'auth.sendCode', times: 1 });
    const answer = await begin(newPhone());
    expect(answer).toMatchObject({ status, body: { success: false, error: code } });
    if (code === 'flood_wait') expect(answer.body.retry_after).toBe(900);
  });

  test('registers nobody: a number without an account is told', async () => {
    const phone = newPhone();
    const begun = await begin(phone);
    const { code } = await control.get<{ code: string }>(
      `/codes?phone=${encodeURIComponent(phone)}`,
    );
    const answer = await giveCode(begun.body.login_id, code);
    expect(answer).toMatchObject({ status: 400, body: { error: 'phone_invalid' } });
  });

  test.for([
    ['/accounts/login', { phone: 'not a number' }, 'invalid_request'],
    ['/accounts/login', {}, 'invalid_request'],
    ['/accounts/login/code', { login_id: 'x', code: '1' }, 'invalid_request'],
    ['/accounts/login/code', { login_id: crypto.randomUUID(), code: '1' }, 'login_not_found'],
    [
      '/accounts/login/password',
      { login_id: crypto.randomUUID(), password: 'p' },
      'login_not_found',
    ],
  ] as const)('refuses %s with %j', async ([path, body, error]) => {
    expect((await server.api.post(path, body)).body).toMatchObject({ success: false, error });
  });

  test('keeps what it knows between its steps sealed', async () => {
    const user = await newUser();
    await begin(user.phone);
    const rows = await server.app.db.select().from(accountLogins);
    for (const { state } of rows) {
      expect(Buffer.from(state).includes(user.phone.slice(1))).toBe(false);
      expect(Buffer.from(state).includes('session')).toBe(false);
    }
  });
});

describe('signing in to an account of the pool', () => {
  test('that works is refused before a code is sent', async () => {
    const account = await addAccount(server, control);
    await control.delete('/calls');
    expect(await begin(account.phone)).toMatchObject({
      status: 409,
      body: { success: false, error: 'already_exists' },
    });
    const { calls } = await control.get<{ calls: { method: string }[] }>('/calls');
    expect(calls.filter((c) => c.method === 'auth.sendCode')).toEqual([]);
  });

  test.for(['active', 'warming'] as const)(
    'whose session is dead brings it back as it was: %s, with its name and dialogs',
    async (status) => {
      const account = await addAccount(server, control, { status });
      await server.api.patch(`/accounts/${account.key}`, { name: `Sales ${status}` });
      const person = await control.makeUser({ firstName: 'Anna', username: `anna_${status}` });
      await control.post(`/users/${person}/messages`, { to: account.telegramId, text: 'Hello' });
      const history = async () => (await server.api.get(`/dialogs/${person}`)).body.messages ?? [];
      await waitFor('the message', async () => (await history()).length || undefined);
      await control.delete(`/users/${account.telegramId}/sessions`);
      const view = async () => (await server.api.get(`/accounts/${account.key}`)).body.account;
      await waitFor('the loss', async () => (await view()).needs_sign_in || undefined);

      const user = { id: account.telegramId, phone: account.phone };
      const done = await signIn(user);
      expect(done.body).toMatchObject({
        step: 'done',
        account: { id: account.key, name: `Sales ${status}`, status, needs_sign_in: false },
      });
      await waitFor(
        'the connection',
        async () => (await view()).connection === 'online' || undefined,
      );
      expect(await history()).toHaveLength(1);
      await control.post(`/users/${person}/messages`, { to: account.telegramId, text: 'Again' });
      await waitFor('the next message', async () => (await history()).length === 2 || undefined);
      expect((await statusChanges(server, account.key)).slice(-2)).toMatchObject([
        { from: status, to: 'disabled' },
        { from: 'disabled', to: status, cause: 'signed_in' },
      ]);
    },
  );

  test('does not stop the days of its warm-up', async () => {
    const account = await addAccount(server, control, { status: 'warming' });
    await control.post('/faults', {
      error: 'SESSION_REVOKED',
      method: 'users.getUsers',
      userId: account.telegramId,
      times: 1,
    });
    await server.api.post(`/accounts/${account.key}/check`);
    await signIn({ id: account.telegramId, phone: account.phone });
    server.clock.advance(8 * DAY_MS);
    await server.drain();
    const { body } = await server.api.get(`/accounts/${account.key}`);
    expect(body.account).toMatchObject({ status: 'active', status_reason: 'warmed_up' });
  });

  test('whose number is banned tells so of the account', async () => {
    const account = await addAccount(server, control);
    await control.delete(`/users/${account.telegramId}/sessions`);
    const view = async () => (await server.api.get(`/accounts/${account.key}`)).body.account;
    await waitFor('the loss', async () => (await view()).needs_sign_in || undefined);
    await control.post('/faults', {
      error: 'PHONE_NUMBER_BANNED',
      method: 'auth.sendCode',
      times: 1,
    });
    expect((await begin(account.phone)).body).toMatchObject({ error: 'phone_banned' });
    expect(await view()).toMatchObject({ status: 'banned', status_reason: 'PHONE_NUMBER_BANNED' });
  });
});

describe('from the command line', { timeout: 60_000 }, () => {
  /** Runs the program, types the lines as they are asked for, and gives all it printed. */
  async function run(phone: string, type: (shown: string) => Promise<string | undefined>) {
    const program = spawn('node', ['--import', 'tsx', 'server/cli/sign-in.ts', phone], {
      env: { ...process.env, PUBLIC_URL: server.url, API_KEY: OWNER_KEY },
    });
    const limit = setTimeout(() => program.kill(), 50_000);
    let shown = '';
    let asked = 0;
    program.stderr.on('data', (chunk) => {
      shown += chunk;
    });
    program.stdout.on('data', async (chunk) => {
      shown += chunk;
      const prompts = shown.match(/(?:Code|Password)[^\n:]*: /g)?.length ?? 0;
      for (; asked < prompts; asked++) {
        const line = await type(shown);
        if (line !== undefined) program.stdin.write(`${line}\n`);
      }
    });
    const code = await new Promise((resolve) => program.on('close', resolve));
    clearTimeout(limit);
    return { code, shown };
  }

  test('an account signs in with code and password, a mistake in each being forgiven', async () => {
    const user = await newUser({ password: 'tall tree' });
    const code = async () => codeOf(user.id);
    const lines = [
      async () => wrong(await code()),
      code,
      async () => 'small',
      async () => 'tall tree',
    ];
    const { code: status, shown } = await run(user.phone, async () => lines.shift()?.());
    expect(shown).toContain(user.phone);
    expect(status).toBe(0);
    const { body } = await server.api.get(`/accounts?search=${encodeURIComponent(user.phone)}`);
    expect(body.accounts).toHaveLength(1);
  });

  test('what cannot be mended by typing again ends it', async () => {
    const user = await newUser();
    await control.post('/faults', { error: 'PHONE_CODE_EXPIRED', method: 'auth.signIn', times: 1 });
    const { code, shown } = await run(user.phone, async () => '12345');
    expect(code).toBe(1);
    expect(shown).toMatch(/expired|устарел/);
  });
});

test('without API_ID and without a sandbox, signing in says what is missing', async () => {
  const bare = await startTestServer();
  try {
    const signing = await bare.api.post('/accounts/login', { phone: '+79990000000' });
    expect(signing).toMatchObject({ status: 503, body: { error: 'telegram_not_configured' } });
    expect(signing.body.message).toContain('API_ID');
  } finally {
    await bare.stop();
  }
});
