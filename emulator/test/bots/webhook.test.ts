import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf } from 'telegraf';
import { afterEach, describe, expect, it } from 'vitest';
import { mtcuteFixture } from '../mtcute-fixture.ts';
import { waitFor } from '../wait-for.ts';
import { botFixture, type MadeBot } from './bot-fixture.ts';

const world = mtcuteFixture('webhooks of bots');
const bots = botFixture(world);

type Heard = { headers: IncomingHttpHeaders; body: { message?: { text?: string } } };
type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** An address that answers as told, and what it heard. */
async function listen(answer: (heard: Heard) => Answer): Promise<{ url: string; heard: Heard[] }> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const one = { headers: request.headers, body: JSON.parse(text) };
      heard.push(one);
      const { status, body, headers } = answer(one);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, heard };
}

const write = (from: number, made: MadeBot, text: string) =>
  world.control.post(`/users/${from}/messages`, { to: made.id, text });
const texts = (heard: Heard[]) => heard.map(({ body }) => body.message?.text);

describe('A webhook', () => {
  it('is called with the secret, and may answer with a call', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({});
    const { url, heard } = await listen(({ body }) => ({
      status: 200,
      body: { method: 'sendMessage', chat_id: anna, text: `Heard ${body.message?.text}` },
    }));
    await bots.apiOf(made).setWebhook(url, { secret_token: 'open_sesame' });
    await write(anna, made, 'Hello');
    await waitFor('the update', () => heard[0]);
    expect(heard[0]?.headers['x-telegram-bot-api-secret-token']).toBe('open_sesame');
    type Listed = { messages: { text: string }[] };
    const answer = await waitFor('the answer', async () => {
      const { messages } = await world.control.get<Listed>(`/messages?from=${made.id}`);
      return messages[0];
    });
    expect(answer.text).toBe('Heard Hello');
  });

  it('is called again until it answers well, in the order of the chat', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({});
    let failures = 2;
    const { url, heard } = await listen(() => ({ status: failures-- > 0 ? 500 : 200 }));
    await bots.apiOf(made).setWebhook(url);
    await write(anna, made, 'one');
    await write(anna, made, 'two');
    await waitFor('the first try', () => heard[0]);
    const failed = await waitFor('the failure', async () => {
      const info = await bots.apiOf(made).getWebhookInfo();
      return info.last_error_message === undefined ? undefined : info;
    });
    expect(failed.last_error_message).toMatch(/^Wrong response from the webhook: 500/);
    expect(failed.pending_update_count).toBe(2);
    await waitFor('both', async () => {
      await world.control.post('/clock', { advanceSeconds: 5 });
      return texts(heard).includes('two') || undefined;
    });
    expect(texts(heard)).toEqual(['one', 'one', 'one', 'two']);
    await waitFor('nothing left', async () => {
      const info = await bots.apiOf(made).getWebhookInfo();
      return info.pending_update_count === 0 || undefined;
    });
  });

  it('waits as long as the answer asks for', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({});
    let asked = false;
    const { url, heard } = await listen(() => {
      const first = !asked;
      asked = true;
      return first ? { status: 429, headers: { 'retry-after': '3600' } } : { status: 200 };
    });
    await bots.apiOf(made).setWebhook(url);
    await write(anna, made, 'one');
    await waitFor('the first try', () => heard[0]);
    await world.control.post('/clock', { advanceSeconds: 1800 });
    expect(heard).toHaveLength(1);
    await waitFor('the second', async () => {
      await world.control.post('/clock', { advanceSeconds: 1900 });
      return heard[1];
    });
  });

  it('excludes getUpdates, and the other way round', async () => {
    const made = await bots.makeBot();
    const anna = await world.control.makeUser({});
    await write(anna, made, 'before');
    const polling = bots.raw(made.token, 'getUpdates', { offset: -1, timeout: 20 });
    expect((await polling).result).toHaveLength(1);
    const waiting = bots.raw(made.token, 'getUpdates', { offset: 2_000_000_000, timeout: 20 });
    type Calls = { calls: { method: string; userId: number; count: number }[] };
    await waitFor('the second poll', async () => {
      const { calls } = await world.control.get<Calls>('/calls');
      const polls = calls.find((one) => one.method === 'bot:getUpdates' && one.userId === made.id);
      return polls?.count === 2 || undefined;
    });
    const { url } = await listen(() => ({ status: 200 }));
    await bots.apiOf(made).setWebhook(url, { drop_pending_updates: true });
    expect(await waiting).toMatchObject({
      status: 409,
      description: 'Conflict: terminated by setWebhook request',
    });
    expect(await bots.raw(made.token, 'getUpdates')).toMatchObject({
      status: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    });
    await bots.apiOf(made).deleteWebhook();
    expect((await bots.raw(made.token, 'getUpdates')).result).toEqual([]);
  });

  it('must be an address that can be, with a secret that may be', async () => {
    const made = await bots.makeBot();
    const set = async (more: object) =>
      (await bots.raw(made.token, 'setWebhook', more)).description;
    expect(await set({ url: 'nowhere' })).toBe('Bad Request: invalid webhook URL specified');
    expect(await set({ url: 'http://example.com/' })).toBe(
      'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
    );
    expect(await set({ url: 'https://example.com/' })).toMatch(/Failed to resolve host/);
    const url = 'http://127.0.0.1:1/';
    expect(await set({ url, secret_token: 'a b' })).toBe(
      'Bad Request: secret token contains unallowed characters',
    );
    expect(await set({ url, secret_token: 'a'.repeat(257) })).toBe(
      'Bad Request: secret token is too long',
    );
  });
});

describe('Telegraf', () => {
  function telegraf(made: MadeBot): Telegraf {
    return new Telegraf(made.token, { telegram: { apiRoot: world.box.botApi } });
  }

  it('polls, answers and is pressed', async () => {
    const made = await bots.makeBot();
    const bot = telegraf(made);
    bot.start((context) => context.reply(`Payload ${context.payload}`));
    bot.command('menu', (context) =>
      context.reply('Choose', {
        reply_markup: { inline_keyboard: [[{ text: 'One', callback_data: '1' }]] },
      }),
    );
    bot.action('1', async (context) => {
      await context.answerCbQuery('Chosen');
      await context.editMessageText('You chose one');
    });
    void bot.launch();
    closers.push(async () => bot.stop());
    const anna = await world.control.makeUser({});
    await world.control.post(`/users/${anna}/start`, { bot: made.id, param: 'ad_7' });
    type Listed = { messages: { id: number; text: string }[] };
    const said = async () =>
      (await world.control.get<Listed>(`/messages?from=${made.id}`)).messages;
    await waitFor('the welcome', async () => (await said())[0]);
    expect((await said())[0]?.text).toBe('Payload ad_7');
    await write(anna, made, '/menu');
    const menu = await waitFor('the menu', async () => (await said())[1]);
    const pressed = await world.control.post(`/users/${anna}/press`, {
      message: menu.id,
      text: 'One',
      waitMs: 5000,
    });
    expect(pressed).toMatchObject({ kind: 'asked', answer: { text: 'Chosen', alert: false } });
    await waitFor('the edit', async () =>
      (await said())[1]?.text === 'You chose one' ? true : undefined,
    );
  });

  it('listens to a webhook', async () => {
    const made = await bots.makeBot();
    const bot = telegraf(made);
    bot.on('text', (context) => context.reply(context.message.text.toUpperCase()));
    const middleware = bot.webhookCallback('/secret-path');
    const server = createServer((request, response) => void middleware(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    await bot.telegram.setWebhook(`http://127.0.0.1:${port}/secret-path`);
    const anna = await world.control.makeUser({});
    const { client, heard } = await world.listening(anna);
    await client.sendText(made.username, 'quiet');
    const answer = await waitFor('the answer', () => heard.find(({ isOutgoing }) => !isOutgoing));
    expect(answer.text).toBe('QUIET');
  });
});
