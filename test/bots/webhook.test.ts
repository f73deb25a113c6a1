import { createServer } from 'node:net';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { bytes, selectRow } from '../../server/base/db/rows.ts';
import { openWebhookSecret } from '../../server/features/bots/seal-token.ts';
import { makeBot, openBotChat, type TestBot } from '../support/bot-chat.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let bot: TestBot;
let botId: number;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'webhook mode' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  bot = await makeBot(control, 'posted_bot');
  const port = await freePort();
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  });
  const added = await server.api.post('/bots', { token: bot.token });
  botId = added.body.bot.id;
  await settled('polling');
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const seen = async () =>
  (await server.api.get('/bots')).body.bots.find((one: { id: number }) => one.id === botId);
/** Telegram has been told, and the bot is online. */
const settled = (mode: 'polling' | 'webhook') =>
  waitFor(
    `the bot to hear by ${mode}`,
    async () => {
      const { url } = await webhookInfo();
      const isSet = (url !== '') === (mode === 'webhook');
      return isSet && (await seen()).connection === 'online' ? true : undefined;
    },
    20_000,
  );
const become = async (mode: 'polling' | 'webhook') => {
  expect((await server.api.patch(`/bots/${botId}`, { mode })).body.bot).toMatchObject({ mode });
  await settled(mode);
};
const callBot = async (method: string, body: unknown = {}) => {
  const answer = await fetch(`${box.botApi}/bot${bot.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ((await answer.json()) as { result: never }).result;
};
const webhookInfo = (): Promise<{ url: string }> => callBot('getWebhookInfo');
const somebody = async () => {
  const id = await control.makeUser({ firstName: 'Nina', language: 'ru' });
  return openBotChat(control, bot, id);
};
const secret = async () => {
  const row = await selectRow(
    server.app.db,
    { sealed: bytes },
    sql`select webhook_secret as sealed from bots where id = ${botId}`,
  );
  return openWebhookSecret(server.app, botId, row?.sealed ?? new Uint8Array());
};
const post = (headers: Record<string, string>, body: unknown) =>
  fetch(`${server.url}/bots/${botId}/updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const words = (updateId: number, text: string, from: number) => ({
  update_id: updateId,
  message: {
    message_id: updateId,
    date: 1_770_000_000,
    chat: { id: from, type: 'private', first_name: 'Nina' },
    from: { id: from, is_bot: false, first_name: 'Nina' },
    text,
  },
});

test('a bot in webhook mode is posted to, and answers', async () => {
  expect((await server.api.get('/bots')).body.webhook_possible).toBe(true);
  await become('webhook');
  const chat = await somebody();
  expect((await chat.ask('/start')).text).toContain('Здравствуйте');
  expect(await webhookInfo()).toMatchObject({ url: `${server.url}/bots/${botId}/updates` });
});

test('nobody but Telegram posts: every other call learns nothing', async () => {
  const update = words(900_000, '/start', 4_242);
  const header = 'x-telegram-bot-api-secret-token';
  const guesses: Record<string, string>[] = [
    {},
    { [header]: '' },
    { [header]: 'guess' },
    { [header]: 'x'.repeat(43) },
  ];
  for (const headers of guesses) {
    const answer = await post(headers, update);
    expect(answer.status).toBe(401);
    expect(JSON.stringify(await answer.json())).not.toContain('bot.');
  }
  const other = await fetch(`${server.url}/bots/999999/updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(other.status).toBe(401);
  const right = { [header]: await secret() };
  expect((await post(right, { nothing: true })).status).toBe(400);
  expect((await post(right, { ...update, more: 'x'.repeat(1_100_000) })).status).toBe(413);
});

test('what is posted twice is done once', async () => {
  const id = await control.makeUser({ firstName: 'Nina', language: 'ru' });
  const chat = openBotChat(control, bot, id);
  await chat.ask('/start');
  const headers = { 'x-telegram-bot-api-secret-token': await secret() };
  const update = words(910_000, '/help', id);
  for (let i = 0; i < 3; i++) expect((await post(headers, update)).status).toBe(200);
  await chat.next();
  await server.drain();
  expect((await post(headers, update)).status).toBe(200);
  await server.drain();
  expect(await chat.all()).toHaveLength(2);
});

test('switching loses nothing, and says nothing twice', async () => {
  const chat = await somebody();
  await become('polling');
  await chat.ask('/start');
  await server.api.patch(`/bots/${botId}`, { mode: 'webhook' });
  await chat.say('/help');
  await settled('webhook');
  await chat.next();
  await server.api.patch(`/bots/${botId}`, { mode: 'polling' });
  await chat.say('/settings');
  await settled('polling');
  await chat.next();
  await chat.ask('/help');
  expect(await chat.all()).toHaveLength(4);
});

test('what Telegram complains of is shown', async () => {
  await become('webhook');
  await callBot('setWebhook', { url: 'http://127.0.0.1:9/elsewhere' });
  await server.api.patch(`/bots/${botId}`, { enabled: false });
  await waitFor('the bot to rest', async () =>
    (await seen()).connection === 'offline' ? true : undefined,
  );
  const chat = await somebody();
  await chat.say('/start');
  await waitFor('an error', async () => {
    const info = (await webhookInfo()) as { last_error_message?: string };
    return info.last_error_message ? true : undefined;
  });
  await server.api.patch(`/bots/${botId}`, { enabled: true });
  // Our address again: what waited is posted.
  expect((await chat.next()).text).toContain('Здравствуйте');
});

test('a server that Telegram cannot post to refuses the mode with what to set', async () => {
  const alone = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  try {
    const other = await makeBot(control, 'lonely_bot');
    const { body } = await alone.api.post('/bots', { token: other.token });
    expect((await alone.api.get('/bots')).body.webhook_possible).toBe(false);
    const refused = await alone.api.patch(`/bots/${body.bot.id}`, { mode: 'webhook' });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain('PUBLIC_URL');
  } finally {
    await alone.stop();
  }
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
