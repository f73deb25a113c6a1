import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, newPhone, type TestAccount } from '../support/accounts.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let accounts: TestAccount[] = [];

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'choice' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, MAX_DAILY_ACTIVE: '3' });
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

/** Only the accounts of one test may be chosen in it. */
afterEach(async () => {
  for (const { key } of accounts) await server.api.delete(`/accounts/${key}`);
  accounts = [];
});

async function add(options: { status?: 'active' | 'warming' } = {}): Promise<TestAccount> {
  const account = await addAccount(server, control, options);
  accounts.push(account);
  return account;
}

const consent = { source: 'site', basis: 'opt_in' };
const send = (body: Record<string, unknown>) =>
  server.api.post('/send', { content: 'Hello', consent, ...body });

let people = 0;
async function somebody(settings: Record<string, unknown> = {}) {
  const username = `person_${++people}`;
  const id = await control.makeUser({ firstName: 'Anna', username, ...settings });
  return { id, username };
}
async function approach(): Promise<string> {
  const { username } = await somebody();
  const { body } = await send({ username });
  return body.account_id ?? body.error;
}

describe('who writes to somebody new', () => {
  test('the account that sent least today, the older one of two alike', async () => {
    const [first, second] = [await add(), await add()];
    const chosen = [await approach(), await approach(), await approach(), await approach()];
    expect(chosen).toEqual([first.key, second.key, first.key, second.key]);
  });

  test('nobody, when all have reached the limit of the day', async () => {
    const { key } = await add();
    const chosen = [await approach(), await approach(), await approach(), await approach()];
    expect(chosen).toEqual([key, key, key, 'no_available_accounts']);
  });

  test('nobody who is warming up on its quiet days', async () => {
    await add({ status: 'warming' });
    expect(await approach()).toBe('no_available_accounts');
  });

  test.each([
    ['disabled', (key: string) => server.api.patch(`/accounts/${key}`, { disabled: true })],
    ['deleted', (key: string) => server.api.delete(`/accounts/${key}`)],
  ])('nobody who is %s', async (_, change) => {
    const [first, second] = [await add(), await add()];
    expect((await change(first.key)).status).toBe(200);
    expect([await approach(), await approach()]).toEqual([second.key, second.key]);
  });

  test.each(['PEER_FLOOD', 'FLOOD_WAIT_600', 'USER_DEACTIVATED_BAN'])(
    'nobody who met %s',
    async (error) => {
      const [first, second] = [await add(), await add()];
      const fault = { error, method: 'messages.sendMessage', userId: first.telegramId, times: 1 };
      await control.post('/faults', fault);
      await approach();
      expect([await approach(), await approach()]).toEqual([second.key, second.key]);
    },
  );

  test('without an account, the answer is that none is available', async () => {
    const { username } = await somebody();
    const refused = await send({ username });
    expect(refused).toMatchObject({
      status: 503,
      body: { success: false, error: 'no_available_accounts', message: expect.any(String) },
    });
  });

  test('many at the same time are all sent by the only account there is', async () => {
    const { key } = await add();
    await server.api.patch(`/accounts/${key}`, { max_daily_active: 100 });
    const chosen = await Promise.all(Array.from({ length: 12 }, approach));
    expect(new Set(chosen)).toEqual(new Set([key]));
  });

  test('many at the same time never exceed the limits of the accounts together', async () => {
    const own = [await add(), await add()];
    const chosen = await Promise.all(Array.from({ length: 12 }, approach));
    for (const { key } of own) {
      expect(chosen.filter((c) => c === key)).toHaveLength(3);
      const { daily_sent } = (await server.api.get(`/accounts/${key}`)).body.account;
      expect(daily_sent).toBe(3);
    }
  });
});

describe('a dialog stays with its account', () => {
  let first: TestAccount;
  let second: TestAccount;
  beforeEach(async () => {
    first = await add();
    second = await add();
  });

  test('also when another one is less used', async () => {
    const { username } = await somebody();
    const before = await send({ username, account_id: second.key });
    expect(before.body).toMatchObject({ success: true });
    expect((await send({ username })).body.account_id).toBe(second.key);
    expect((await send({ username })).body.account_id).toBe(second.key);
  });

  test('also when the person wrote first', async () => {
    const { id } = await somebody();
    await control.post(`/users/${id}/messages`, { to: second.telegramId, text: 'Hi' });
    await server.drain();
    expect((await send({ user_id: id })).body.account_id).toBe(second.key);
  });

  test('and another one that is named may not write', async () => {
    const { id, username } = await somebody();
    await send({ username, account_id: first.key });
    const refused = await send({ username, account_id: second.key });
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: 'account_unavailable',
        reason: 'dialog_of_another_account',
        account_id: first.key,
      },
    });
    expect(await sentTo(control, id)).toHaveLength(1);
  });

  test('and when it is deleted, nobody else takes over', async () => {
    const { id, username } = await somebody();
    await send({ username, account_id: first.key });
    await server.api.delete(`/accounts/${first.key}`);
    const refused = await send({ username });
    expect(refused.body).toMatchObject({ error: 'account_unavailable', reason: 'sender_removed' });
    expect(await sentTo(control, id)).toHaveLength(1);
  });

  test('also when the person turns up under a name nobody knew', async () => {
    const phone = newPhone();
    const { id } = await somebody({ phone });
    await send({ phone, account_id: first.key });
    await control.patch(`/users/${id}`, { username: `renamed_${id}` });
    const refused = await send({ username: `renamed_${id}`, account_id: second.key });
    expect(refused.body).toMatchObject({
      error: 'account_unavailable',
      reason: 'dialog_of_another_account',
    });
    expect(await sentTo(control, id)).toHaveLength(1);
  });

  test('also when two accounts approach one person under two names at the same time', async () => {
    const phone = newPhone();
    const { id, username } = await somebody({ phone });
    await Promise.all([
      send({ phone, account_id: first.key }),
      send({ username, account_id: second.key }),
    ]);
    await server.drain();
    const senders = (await sentTo(control, id)).map((m) => m.from);
    expect(senders).toHaveLength(1);
  });
});
