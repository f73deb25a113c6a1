import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, newPhone, type TestAccount } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { sessionFile } from '../support/upload-sessions.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';

const START = new Date('2026-03-10T12:00:00Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const secret = `whsec_${Buffer.from('a secret of the webhooks, long enough').toString('base64')}`;

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let receiver: WebhookReceiver;
let account: TestAccount;
let anna: number;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'webhooks' });
  control = controlOf(box);
  await control.post('/clock', { now: START.toISOString(), frozen: true });
  receiver = await startWebhookReceiver();
  server = await startTestServer(
    {
      TELEGRAM_EMULATOR: box.control,
      N8N_WEBHOOK_INCOMING: `${receiver.url}/incoming`,
      N8N_WEBHOOK_STATUS: `${receiver.url}/status`,
      N8N_WEBHOOK_ACCOUNT: `${receiver.url}/account`,
      WEBHOOK_SECRET: secret,
    },
    { now: START },
  );
  account = await addAccount(server, control);
  anna = await control.makeUser({ firstName: 'Анна', username: 'anna_k' });
  await server.drain();
});
afterAll(async () => {
  await server?.stop();
  await receiver?.close();
  await box?.stop();
});
beforeEach(() => {
  receiver.posts.length = 0;
  receiver.answers.length = 0;
});

const write = (message: Record<string, unknown>) =>
  control.post<{ id: number }>(`/users/${anna}/messages`, { to: account.telegramId, ...message });
const postsTo = (path: string) => receiver.posts.filter((p) => p.path === path);

async function postsAfter(count: number, path = '/incoming') {
  return waitFor(`${count} posts`, async () => {
    await server.drain();
    const posts = postsTo(path);
    return posts.length >= count ? posts : undefined;
  });
}
async function moveTime(ms: number) {
  server.clock.advance(ms);
  await server.drain();
}

describe('incoming', () => {
  test('a text is posted in the agreed form, signed', async () => {
    await write({ text: 'Да, расскажите подробнее' });
    const [post] = await postsAfter(1);
    if (!post) throw new Error('nothing was posted');
    expect(post.body).toEqual({
      user_id: anna,
      username: 'anna_k',
      first_name: 'Анна',
      account_id: account.key,
      account_phone: account.phone,
      message: {
        id: expect.any(Number),
        text: 'Да, расскажите подробнее',
        date: '2026-03-10T12:00:00Z',
        type: 'text',
      },
    });
    expect(new Webhook(secret).verify(post.text, post.headers)).toEqual(post.body);
    expect(() => new Webhook(secret).verify(`${post.text} `, post.headers)).toThrow();
    expect(post.headers['content-type']).toBe('application/json');
  });

  test.each(['photo', 'voice', 'video', 'document', 'video_note'])(
    'a %s is posted with its file, which the API gives',
    async (type) => {
      const caption = type === 'voice' || type === 'video_note' ? {} : { caption: 'See' };
      const sent = await write({ media: { type, ...caption } });
      const [post] = await postsAfter(1);
      expect(post?.body.message).toMatchObject({ type, ...caption });
      const file = await server.api.raw(`/files/${post?.body.message.file_id}`);
      const original = await control.raw('GET', `/messages/${sent.id}/media`);
      expect(file.status).toBe(200);
      expect(Buffer.from(await file.arrayBuffer())).toEqual(
        Buffer.from(await original.arrayBuffer()),
      );
    },
  );

  test('login codes and other words of Telegram itself are posted to nobody', async () => {
    await control.post(`/users/777000/messages`, { to: account.telegramId, text: 'Code: 48210' });
    await write({ text: 'after it' });
    const posts = await postsAfter(1);
    expect(posts.map((p) => p.body.message.text)).toEqual(['after it']);
    expect((await server.api.get('/dialogs/777000')).status).toBe(404);
  });

  test('what one person writes is posted once each', async () => {
    for (const n of [1, 2, 3, 4, 5]) await write({ text: `message ${n}` });
    const posts = await postsAfter(5);
    await server.drain();
    expect(posts.map((p) => p.body.message.text).sort()).toEqual(
      [1, 2, 3, 4, 5].map((n) => `message ${n}`),
    );
    expect(new Set(posts.map((p) => p.headers['webhook-id'])).size).toBe(5);
  });
});

describe('a receiver that fails', () => {
  test.each([
    ['with an error', { status: 500 }, 500],
    ['with a redirect, which nobody follows', { status: 302, location: 'http://10.0.0.1/' }, 302],
    ['by hanging up', undefined, null],
  ])('%s is tried again under the same id', async (_, answer, status) => {
    receiver.answers.push(answer);
    await write({ text: 'try again' });
    await postsAfter(1);
    const { body } = await server.api.get('/webhooks/deliveries?status=pending');
    expect(body.deliveries).toMatchObject([{ form: 'incoming', attempts: 1, last_status: status }]);
    await moveTime(4_000);
    expect(postsTo('/incoming')).toHaveLength(1);
    await moveTime(1_000);
    const [first, second] = await postsAfter(2);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.text).toBe(first?.text);
    const after = await server.api.get('/webhooks/deliveries?status=pending');
    expect(after.body.deliveries).toEqual([]);
  });

  test('for a day is given up, listed as dead, and posted again when asked', async () => {
    receiver.answers.push(...Array.from({ length: 40 }, () => ({ status: 503 })));
    await write({ text: 'dead letter' });
    await postsAfter(1);
    const pauses = [5_000, 15_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS];
    for (const [i, pause] of pauses.entries()) {
      await moveTime(pause - 1_000);
      expect(postsTo('/incoming')).toHaveLength(i + 1);
      await moveTime(1_000);
      await postsAfter(i + 2);
    }
    for (let hour = 0; hour < 25; hour++) await moveTime(HOUR_MS);
    const tried = postsTo('/incoming').length;
    const { body } = await server.api.get('/webhooks/deliveries?status=dead');
    expect(body.deliveries).toMatchObject([{ status: 'dead', attempts: tried, last_status: 503 }]);

    receiver.answers.length = 0;
    const replayed = await server.api.post('/webhooks/replay', { status: 'dead' });
    expect(replayed.body).toMatchObject({ success: true, replayed: 1 });
    const posts = await postsAfter(tried + 1);
    expect(posts.at(-1)?.body.message.text).toBe('dead letter');
    expect((await server.api.get('/webhooks/deliveries?status=dead')).body.deliveries).toEqual([]);

    const [delivery] = (await server.api.get('/webhooks/deliveries?limit=1')).body.deliveries;
    await server.api.post(`/webhooks/deliveries/${delivery.id}/replay`);
    await postsAfter(tried + 2);
    expect((await server.api.post('/webhooks/deliveries/999999/replay')).status).toBe(404);
  });
});

describe('accounts', () => {
  test('each change of a status is posted with its cause and its end', async () => {
    const own = await addAccount(server, control);
    await control.makeUser({ firstName: 'Boris', username: 'boris_k' });
    const fault = { error: 'FLOOD_WAIT_7200', method: 'messages.sendMessage', times: 1 };
    await control.post('/faults', { ...fault, userId: own.telegramId });
    await server.api.post('/send', {
      username: 'boris_k',
      account_id: own.key,
      content: 'Hello',
      consent: { source: 'site', basis: 'opt_in' },
    });
    const posts = await waitFor('the cooldown', async () => {
      await server.drain();
      const found = postsTo('/status').filter((p) => p.body.account_id === own.key);
      return found.some((p) => p.body.status === 'cooldown') ? found : undefined;
    });
    const cooldown = posts.find((p) => p.body.status === 'cooldown');
    expect(cooldown?.body).toEqual({
      account_id: own.key,
      account_phone: own.phone,
      username: null,
      status: 'cooldown',
      previous_status: 'active',
      cause: 'FLOOD_WAIT_7200',
      until: new Date(server.clock.now().getTime() + 24 * HOUR_MS).toISOString(),
      date: `${server.clock.now().toISOString().slice(0, 19)}Z`,
    });
    if (cooldown) new Webhook(secret).verify(cooldown.text, cooldown.headers);
  });
});

describe('account', () => {
  const put = async (name: string, content: Uint8Array) => {
    const path = join(server.dataDir, 'incoming', name);
    await writeFile(path, content);
    return path;
  };

  test('a processed file is told of with its accounts, as the API shows them', async () => {
    const phone = newPhone();
    const id = await control.makeUser({ firstName: 'Олег', phone, username: 'oleg_k' });
    const archive = await sessionFile(control, id, { format: 'tdata-zip' });
    const file_path = await put('oleg.zip', archive);
    const answer = await server.api.post('/accounts/process', { file_path });
    const [post] = await postsAfter(1, '/account');
    expect(answer.body.success).toBe(true);
    const { message, ...shown } = post?.body.account ?? {};
    expect(post?.body).toMatchObject({
      success: true,
      account: { phone, username: 'oleg_k', first_name: 'Олег', status: 'warming' },
      failures: [],
      file: 'oleg.zip',
      date: `${server.clock.now().toISOString().slice(0, 19)}Z`,
    });
    expect(message).toContain('прогрев');
    expect(post?.body.accounts).toEqual([post?.body.account]);
    const { account: seen } = (await server.api.get(`/accounts/${shown.id}`)).body;
    expect(Object.keys(shown).sort()).toEqual(Object.keys(seen).sort());
    expect(new Webhook(secret).verify(post?.text ?? '', post?.headers ?? {})).toEqual(post?.body);
  });

  test('a file that is no account is told of with the reason, in words', async () => {
    const file_path = await put('broken.zip', Buffer.from('PK no archive at all'));
    const answer = await server.api.post('/accounts/process', { file_path });
    const [post] = await postsAfter(1, '/account');
    const { error } = answer.body;
    // in the workspace's language, whatever the caller's is
    const message = expect.stringContaining('Архив повреждён');
    expect(post?.body).toMatchObject({ success: false, error, message, file: 'broken.zip' });
    expect(post?.body.failures).toEqual([{ error, message }]);
  });
});
