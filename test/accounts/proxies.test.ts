import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { int, selectRows } from '../../server/base/db/rows.ts';
import { addAccount, type TestAccount } from '../support/accounts.ts';
import { startHttpProxy } from '../support/proxies/http-connect.ts';
import { startMtprotoProxy } from '../support/proxies/mtproto.ts';
import type { TestProxy } from '../support/proxies/proxy-server.ts';
import { startSocks5Proxy } from '../support/proxies/socks5.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const PROXY_TIMEOUT_MS = 3_000;
/** For a busy machine. */
const SLACK_MS = 5_000;

let box: Emulator;
let control: ControlClient;
let server: TestServer;
const proxies: TestProxy[] = [];

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'proxies' });
  control = controlOf(box);
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    PROXY_TIMEOUT: String(PROXY_TIMEOUT_MS / 1_000),
    PROXY_ENABLED: 'true',
  });
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const login = { username: 'anna', password: 'p:w d' };
const secret = `dd${'0123456789abcdef'.repeat(2)}`;

async function start(type: string): Promise<TestProxy> {
  const target = { host: box.mtproto.host, port: box.mtproto.port };
  const proxy = await (type === 'socks5'
    ? startSocks5Proxy({ login })
    : type === 'http'
      ? startHttpProxy({ login })
      : startMtprotoProxy({ secret, target }));
  proxies.push(proxy);
  return proxy;
}

const bodyOf = (type: string, { host, port }: { host: string; port: number }) => ({
  type,
  host,
  port,
  ...(type === 'mtproto' ? { password: secret } : login),
});

const put = ({ key }: TestAccount, body: Record<string, unknown>) =>
  server.api.put(`/accounts/${key}/proxy`, body);
const view = async ({ key }: TestAccount) =>
  (await server.api.get(`/accounts/${key}`)).body.account;

async function state(account: TestAccount, connection: string, limitMs = 12_000) {
  return waitFor(
    `${account.key} to be ${connection}`,
    async () => {
      const seen = await view(account);
      return seen.connection === connection ? seen : undefined;
    },
    limitMs,
  );
}

/** What Telegram was asked by this account since the counts were cleared. */
async function callsOf({ telegramId }: TestAccount) {
  const { calls } = await control.get<{ calls: { userId: number | null; method: string }[] }>(
    '/calls',
  );
  return calls.filter((c) => c.userId === telegramId).map((c) => c.method);
}

/** How many connections of this account the box sees. */
async function connectionsOf({ telegramId }: TestAccount): Promise<number> {
  return (await control.get<{ connections: number }>(`/users/${telegramId}`)).connections;
}

/** How often it was told that the account is not connected. */
async function disconnections({ key }: TestAccount): Promise<number> {
  const rows = await selectRows(
    server.app.db,
    { id: int },
    sql`select e.id from events e join accounts a on a.id = e.sender_id
        where e.type = 'account.disconnected' and 'acc_' || a.number = ${key}`,
  );
  return rows.length;
}

async function stranger(): Promise<string> {
  const username = `person_${Math.random().toString(36).slice(2, 10)}`;
  await control.makeUser({ firstName: 'Anna', username });
  return username;
}

const send = async (account: TestAccount) =>
  server.api.post('/send', {
    account_id: account.key,
    username: await stranger(),
    content: 'Hello',
    consent: { source: 'site', basis: 'opt_in' },
  });

describe.for(['socks5', 'http', 'mtproto'])('through a proxy of the type %s', (type) => {
  test('an account connects, sends and says so', async () => {
    const account = await addAccount(server, control);
    const proxy = await start(type);
    const answer = await put(account, bodyOf(type, proxy));
    expect(answer).toMatchObject({ status: 200, body: { success: true } });
    expect(answer.body.message).toContain(account.key);
    await waitFor('a tunnel', () => proxy.counters.tunnels || undefined);
    expect(await state(account, 'online')).toMatchObject({
      use_proxy: true,
      proxy_type: type,
      proxy_host: proxy.host,
      proxy_port: proxy.port,
      proxy_user: type === 'mtproto' ? null : 'anna',
      proxy_pass_set: true,
    });
    expect((await send(account)).body).toMatchObject({ success: true, proxy_used: true });
    const tested = await server.api.post(`/accounts/${account.key}/proxy/test`);
    expect(tested).toMatchObject({ status: 200, body: { latency_ms: expect.any(Number) } });
    expect(JSON.stringify(await view(account))).not.toMatch(/p:w d|0123456789abcdef/);

    const off = await server.api.delete(`/accounts/${account.key}/proxy`);
    expect(off.body).toMatchObject({ success: true, message: expect.stringContaining('off') });
    await waitFor('the direct way', async () => {
      const { body } = await send(account);
      return body.proxy_used === false || undefined;
    });
    expect(await view(account)).toMatchObject({ use_proxy: false, proxy_host: null });
  });

  test('with a wrong log-in nobody is reached, and nobody goes around it', async () => {
    const account = await addAccount(server, control);
    const proxy = await start(type);
    const wrong = type === 'mtproto' ? `dd${'f'.repeat(32)}` : 'wrong';
    await put(account, { ...bodyOf(type, proxy), password: wrong });
    expect(await state(account, 'failed')).toMatchObject({
      status: 'active',
      last_error: 'proxy_unavailable',
    });
    await control.delete('/calls');
    // a check tries to connect at once, and each further try is no news
    for (let i = 0; i < 2; i++) {
      const { last_error_at: before } = await view(account);
      const checked = await server.api.post(`/accounts/${account.key}/check`);
      expect(checked.body.account).toMatchObject({ last_error: 'proxy_unavailable' });
      expect(checked.body.account.last_error_at > before).toBe(true);
    }
    expect(await disconnections(account)).toBe(1);
    const tested = await server.api.post(`/accounts/${account.key}/proxy/test`);
    expect(tested).toMatchObject({ status: 503, body: { error: 'proxy_unavailable' } });
    expect((await send(account)).body).toMatchObject({ error: 'proxy_unavailable' });
    expect(await callsOf(account)).toEqual([]);
    expect(await connectionsOf(account)).toBe(0);
  });
});

test('the proxy of an account is switched off and on again without being given anew', async () => {
  const account = await addAccount(server, control);
  const proxy = await start('socks5');
  await put(account, bodyOf('socks5', proxy));
  await state(account, 'online');
  const use = async (useProxy: boolean) => {
    const { body } = await server.api.patch(`/accounts/${account.key}`, { use_proxy: useProxy });
    expect(body.account).toMatchObject({ use_proxy: useProxy, proxy_host: proxy.host });
    await waitFor(useProxy ? 'the proxy' : 'the direct way', async () => {
      const sent = await send(account);
      return sent.body.proxy_used === useProxy || undefined;
    });
  };
  await use(false);
  await use(true);
});

describe('a dead proxy', () => {
  test.for(['refuse', 'hang'] as const)(
    'that would %s is found in time and never gone around',
    async (how) => {
      const account = await addAccount(server, control);
      const proxy = await start('socks5');
      proxy.setBroken(how);
      const asked = performance.now();
      const stored = await put(account, bodyOf('socks5', proxy));
      // stored, not tested
      expect(stored.status).toBe(200);
      expect(performance.now() - asked).toBeLessThan(PROXY_TIMEOUT_MS);
      await control.delete('/calls');
      const seen = await state(account, 'failed', PROXY_TIMEOUT_MS + SLACK_MS);
      expect(seen).toMatchObject({ last_error: 'proxy_unavailable', status: 'active' });
      const startedAt = performance.now();
      const tested = await server.api.post(`/accounts/${account.key}/proxy/test`);
      expect(tested).toMatchObject({ status: 503, body: { error: 'proxy_unavailable' } });
      expect(performance.now() - startedAt).toBeLessThan(PROXY_TIMEOUT_MS + SLACK_MS);
      const sent = await send(account);
      expect(sent).toMatchObject({ status: 503, body: { error: 'proxy_unavailable' } });
      expect(await callsOf(account)).toEqual([]);
      expect(await connectionsOf(account)).toBe(0);
      expect(proxy.counters.tunnels).toBe(0);
      proxy.setBroken(undefined);
      await put(account, bodyOf('socks5', proxy));
      await state(account, 'online', 15_000);
    },
  );

  test('that is switched on lets nothing more out past it, from that answer on', async () => {
    await server.api.post('/settings/proxy', { enabled: false });
    const account = await addAccount(server, control);
    expect((await send(account)).body).toMatchObject({ proxy_used: false });
    const proxy = await start('socks5');
    proxy.setBroken('refuse');
    await put(account, bodyOf('socks5', proxy));
    expect((await send(account)).body).toMatchObject({ proxy_used: false });
    await server.api.post('/settings/proxy', { enabled: true });
    const sent = await Promise.all([send(account), send(account), send(account)]);
    for (const { body } of sent) expect(body).toMatchObject({ error: 'proxy_unavailable' });
    expect(await state(account, 'failed')).toMatchObject({ last_error: 'proxy_unavailable' });
  });

  test('that dies while in use is told of, and used again when it is back', async () => {
    const account = await addAccount(server, control);
    const proxy = await start('socks5');
    await put(account, bodyOf('socks5', proxy));
    await waitFor('a tunnel', () => proxy.counters.tunnels || undefined);
    await state(account, 'online');
    proxy.setBroken('refuse');
    expect(await state(account, 'failed')).toMatchObject({ last_error: 'proxy_unavailable' });
    proxy.setBroken(undefined);
    await state(account, 'online', 20_000);
    expect((await send(account)).body).toMatchObject({ success: true, proxy_used: true });
  });

  test('keeps a sign-in from going around it as well', async () => {
    const proxy = await start('socks5');
    proxy.setBroken('refuse');
    const set = { enabled: true, default_proxy: bodyOf('socks5', proxy) };
    await server.api.post('/settings/proxy', set);
    await control.delete('/calls');
    const begun = await server.api.post('/accounts/login', { phone: '+79261112233' });
    expect(begun).toMatchObject({ status: 503, body: { error: 'proxy_unavailable' } });
    const { calls } = await control.get<{ calls: { method: string }[] }>('/calls');
    expect(calls.map((c) => c.method)).not.toContain('auth.sendCode');
    await server.api.post('/settings/proxy', { enabled: true, default_proxy: null });
  });
});

describe('the proxies of the workspace', () => {
  test('are its default one, switched on and off for all, without showing secrets', async () => {
    const account = await addAccount(server, control);
    const proxy = await start('http');
    const set = { enabled: true, default_proxy: bodyOf('http', proxy) };
    const answer = await server.api.post('/settings/proxy', set);
    expect(answer).toMatchObject({ status: 200, body: { success: true } });
    expect((await send(account)).body).toMatchObject({ proxy_used: false });

    await put(account, { use_proxy: true });
    await waitFor('a tunnel', () => proxy.counters.tunnels || undefined);
    await state(account, 'online');
    expect((await send(account)).body).toMatchObject({ success: true, proxy_used: true });
    const tested = await server.api.post('/settings/proxy/test');
    expect(tested).toMatchObject({ status: 200, body: { success: true } });

    const { settings } = (await server.api.get('/settings')).body;
    expect(settings).toMatchObject({
      proxy_enabled: true,
      default_proxy_type: 'http',
      default_proxy_host: proxy.host,
      default_proxy_port: proxy.port,
      default_proxy_user: 'anna',
      default_proxy_pass_set: true,
    });
    expect(JSON.stringify(settings)).not.toContain('p:w d');

    await server.api.post('/settings/proxy', { enabled: false });
    await waitFor('the direct way', async () => {
      const { body } = await send(account);
      return body.proxy_used === false || undefined;
    });
    // the default one is kept for when they are switched on again
    expect((await server.api.get('/settings')).body.settings).toMatchObject({
      proxy_enabled: false,
      default_proxy_host: proxy.host,
      default_proxy_pass_set: true,
    });
    await server.api.post('/settings/proxy', { enabled: true, default_proxy: null });
  });

  test('cannot be tested when there is none', async () => {
    expect(await server.api.post('/settings/proxy/test')).toMatchObject({
      status: 400,
      body: { error: 'invalid_proxy' },
    });
  });
});

describe('a proxy is refused', () => {
  test.for([
    { type: 'socks4', host: 'a', port: 1 },
    { type: 'socks5', host: 'a', port: 0 },
    { type: 'socks5', host: 'a', port: 65_536 },
    { type: 'socks5', host: '', port: 1 },
    { type: 'socks5', host: 'a', port: '1080' },
    { type: 'socks5', host: 'a', port: 1, secret: 'x' },
  ])('as %j', async (body) => {
    const account = (await server.api.get('/accounts')).body.accounts[0];
    const own = await server.api.put(`/accounts/${account.id}/proxy`, body);
    expect(own).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const all = await server.api.post('/settings/proxy', { enabled: true, default_proxy: body });
    expect(all).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  test('without its port, or for an account that is not there', async () => {
    const account = (await server.api.get('/accounts')).body.accounts[0];
    const half = await server.api.put(`/accounts/${account.id}/proxy`, { host: '1.2.3.4' });
    expect(half).toMatchObject({ status: 400, body: { error: 'invalid_proxy' } });
    for (const call of [
      server.api.put('/accounts/acc_999/proxy', { use_proxy: true }),
      server.api.delete('/accounts/acc_999/proxy'),
      server.api.post('/accounts/acc_999/proxy/test'),
    ])
      expect(await call).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });
});
