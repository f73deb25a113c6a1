import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { heardDialog, makeOwner, textsFrom } from '../support/business.ts';
import { startHttpProxy } from '../support/proxies/http-connect.ts';
import type { TestProxy } from '../support/proxies/proxy-server.ts';
import { startSocks5Proxy } from '../support/proxies/socks5.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const login = { username: 'anna', password: 'p:w d' };

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let botId: number;
const proxies: TestProxy[] = [];

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'bot proxies' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'roundabout_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, PROXY_TIMEOUT: '2' });
  botId = (await server.api.post('/bots', { token: bot.token })).body.bot.id;
  await state('online');
});
beforeEach(async () => void (await switchProxies(true)));
afterEach(async () => {
  await server.api.delete(`/bots/${botId}/proxy`);
  await switchProxies(false);
  await state('online');
  for (const proxy of proxies.splice(0)) await proxy.stop();
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const switchProxies = (enabled: boolean, default_proxy: object | null = null) =>
  server.api.post('/settings/proxy', { enabled, default_proxy });

async function start(type: 'socks5' | 'http'): Promise<TestProxy> {
  const proxy = await (type === 'socks5' ? startSocks5Proxy({ login }) : startHttpProxy({ login }));
  proxies.push(proxy);
  return proxy;
}
const seen = async () =>
  (await server.api.get('/bots')).body.bots.find((one: { id: number }) => one.id === botId);
const state = (connection: string) =>
  waitFor(
    `the bot to be ${connection}`,
    async () => {
      const view = await seen();
      return view.connection === connection ? view : undefined;
    },
    20_000,
  );
const goThrough = (type: string, { host, port }: { host: string; port: number }, who = login) =>
  server.api.put(`/bots/${botId}/proxy`, { type, host, port, ...who });
const carried = (proxy: TestProxy) =>
  waitFor('the proxy to carry something', async () =>
    proxy.counters.tunnels > 0 ? true : undefined,
  );
const somebody = async () =>
  openBotChat(control, bot, await control.makeUser({ firstName: 'Nina', language: 'ru' }));

describe.each(['socks5', 'http'] as const)('through a %s proxy', (type) => {
  test('a bot hears and answers', async () => {
    const proxy = await start(type);
    expect((await goThrough(type, proxy)).status).toBe(200);
    await carried(proxy);
    await state('online');
    const before = proxy.counters.bytes;
    expect((await (await somebody()).ask('/start')).text).toContain('Здравствуйте');
    expect(proxy.counters.bytes).toBeGreaterThan(before);
    const view = await seen();
    expect(view).toMatchObject({ use_proxy: true, proxy_type: type, proxy_pass_set: true });
    expect(JSON.stringify(view)).not.toContain(login.password);
  });

  test('a proxy that is dead is told of, and never gone around', async () => {
    const proxy = await start(type);
    await goThrough(type, proxy);
    await carried(proxy);
    await state('online');
    proxy.setBroken('refuse');
    await waitFor(
      'the proxy to be named',
      async () => ((await seen()).last_error === 'proxy_unavailable' ? true : undefined),
      20_000,
    );
    const chat = await somebody();
    await chat.say('/start');
    proxy.setBroken(undefined);
    expect((await chat.next()).text).toContain('Здравствуйте');
    expect(await chat.all()).toHaveLength(1);
    expect(await state('online')).toMatchObject({ last_error: null });
  });

  test('the proxy is kept while the bot does not use it', async () => {
    const proxy = await start(type);
    await goThrough(type, proxy);
    await server.api.patch(`/bots/${botId}`, { use_proxy: false });
    expect(await state('online')).toMatchObject({ use_proxy: false, proxy_port: proxy.port });
    expect((await (await somebody()).ask('/start')).text).toContain('Здравствуйте');
    const { tunnels } = proxy.counters;
    await server.api.patch(`/bots/${botId}`, { use_proxy: true });
    await waitFor('the proxy to be used again', async () =>
      proxy.counters.tunnels > tunnels ? true : undefined,
    );
  });

  test('a wrong password is told of by the test of the proxy', async () => {
    const proxy = await start(type);
    await goThrough(type, proxy, { username: 'anna', password: 'wrong' });
    const answer = await server.api.post(`/bots/${botId}/proxy/test`, {});
    expect(answer).toMatchObject({ status: 503, body: { error: 'proxy_unavailable' } });
    await goThrough(type, proxy);
    const works = await server.api.post(`/bots/${botId}/proxy/test`, {});
    expect(works).toMatchObject({ status: 200, body: { latency_ms: expect.any(Number) } });
  });

  test('a proxy that hangs is given up in time', async () => {
    const proxy = await start(type);
    proxy.setBroken('hang');
    await goThrough(type, proxy);
    const startedAt = performance.now();
    const answer = await server.api.post(`/bots/${botId}/proxy/test`, {});
    expect(answer.body).toMatchObject({ error: 'proxy_unavailable' });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});

describe('the workspace', () => {
  test('has a default proxy, which holds for its bots when proxies are switched on', async () => {
    await server.api.put(`/bots/${botId}/proxy`, { use_proxy: true });
    const proxy = await start('socks5');
    const { host, port } = proxy;
    const set = await switchProxies(true, { type: 'socks5', host, port, ...login });
    expect(set.status).toBe(200);
    await carried(proxy);
    await state('online');
    await switchProxies(false);
    await state('online');
    expect((await (await somebody()).ask('/start')).text).toContain('Здравствуйте');
    const { tunnels } = proxy.counters;
    await (await somebody()).ask('/start');
    expect(proxy.counters.tunnels).toBe(tunnels);
  });

  test('whose default proxy is of Telegram’s own kind gets a plain error for its bots', async () => {
    const password = `dd${'0123456789abcdef'.repeat(2)}`;
    await switchProxies(true, { type: 'mtproto', host: '127.0.0.1', port: 9, password });
    await server.api.put(`/bots/${botId}/proxy`, { use_proxy: true });
    await state('failed');
    expect((await seen()).last_error).toBe('mtproto_proxy');
    const tested = await server.api.post(`/bots/${botId}/proxy/test`, {});
    expect(tested).toMatchObject({ status: 400, body: { error: 'invalid_proxy' } });
    expect(tested.body.message).toContain('SOCKS5');
  });
});

test('a business account answers through the proxy of its bot', async () => {
  const owner = await makeOwner({ control, server, bot });
  await owner.connect();
  await server.api.post(`/business/${await owner.key()}/approve`);
  const proxy = await start('http');
  await goThrough('http', proxy);
  await carried(proxy);
  await state('online');
  const customer = await control.makeUser({ firstName: 'Customer' });
  await control.post(`/users/${customer}/messages`, { to: owner.id, text: 'The long way?' });
  const dialog = await heardDialog(server, 'The long way?');
  const file = { type: 'document', filename: 'way.txt', file_base64: 'd2F5', caption: 'This way' };
  const { body } = await server.api.post(`/dialogs/number/${dialog}/messages`, file);
  const message = await waitFor(
    'the answer to leave',
    async () => {
      const read = (await server.api.get(`/messages/${body.id}`)).body.message;
      return read.status === 'sent' ? read : undefined;
    },
    20_000,
  );
  expect(message).toMatchObject({ proxy_used: true });
  expect(await textsFrom(control, owner, customer)).toEqual(['This way']);
});
