import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { findFfmpeg } from '../../server/edges/media/find-ffmpeg.ts';
import {
  createSamples,
  h264,
  picture,
  type Samples,
  tone,
} from '../../server/edges/media/media-samples.ts';
import { addAccount, newPhone, type TestAccount } from '../support/accounts.ts';
import { type SentMessage, sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let account: TestAccount;
let samples: Samples;

const consent = { source: 'site', basis: 'opt_in' };

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'send' });
  control = controlOf(box);
  server = await startTestServer({
    TELEGRAM_EMULATOR: box.control,
    MAX_DAILY_ACTIVE: '1000',
    MAX_DAILY_MESSAGES: '1000',
  });
  account = await addAccount(server, control);
  samples = await createSamples(await findFfmpeg({}));
});
afterAll(async () => {
  await samples?.remove();
  await server?.stop();
  await box?.stop();
});

let people = 0;
async function somebody(settings: Record<string, unknown> = {}) {
  const username = `person_${++people}`;
  const id = await control.makeUser({ firstName: 'Anna', username, ...settings });
  return { id, username };
}

const send = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
  server.api.post('/send', body, headers);

async function onlyOne(userId: number): Promise<SentMessage> {
  const [message, ...more] = await sentTo(control, userId);
  expect(more).toEqual([]);
  if (!message) throw new Error('nothing arrived');
  return message;
}

describe('whom it goes to', () => {
  test('a username, and the answer says by whom it was sent and its number there', async () => {
    const { id, username } = await somebody();
    const sent = await send({ username: `@${username}`, content: 'Hello', consent });
    const arrived = await onlyOne(id);
    expect(sent).toMatchObject({
      status: 200,
      body: {
        success: true,
        message_id: arrived.idForSender,
        account_id: account.key,
        account_phone: account.phone,
        proxy_used: false,
      },
    });
    expect(arrived).toMatchObject({ from: account.telegramId, type: 'text', text: 'Hello' });
  });

  test('a phone number', async () => {
    const phone = newPhone();
    const id = await control.makeUser({ firstName: 'Boris', phone });
    const sent = await send({ phone, content: 'Hello', consent });
    expect(sent.body).toMatchObject({ success: true });
    expect((await onlyOne(id)).text).toBe('Hello');
  });

  test('a user id, of somebody the account has met', async () => {
    const { id, username } = await somebody();
    await send({ username, content: 'first', consent });
    const sent = await send({ user_id: id, content: 'second' });
    expect(sent.body).toMatchObject({ success: true, account_id: account.key });
    expect((await sentTo(control, id)).map((m) => m.text)).toEqual(['first', 'second']);
  });

  test('a user id alone, of somebody no account has met, is told to be unreachable', async () => {
    const { id } = await somebody();
    const refused = await send({ user_id: id, account_id: account.key, content: 'Hi', consent });
    expect(refused).toMatchObject({
      status: 404,
      body: { success: false, error: 'peer_not_found' },
    });
    expect(await sentTo(control, id)).toEqual([]);
  });

  test('nobody, when no recipient is given', async () => {
    const refused = await send({ content: 'Hello', consent });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  test('nobody, when no such person is there', async () => {
    const refused = await send({ username: 'nobody_at_all', content: 'Hello', consent });
    expect(refused).toMatchObject({ status: 404, body: { error: 'peer_not_found' } });
  });

  test('nobody, when the account is not ours', async () => {
    const { username } = await somebody();
    const refused = await send({ username, account_id: 'acc_999', content: 'Hello', consent });
    expect(refused).toMatchObject({ status: 404, body: { error: 'not_found' } });
  });
});

describe('why it may go', () => {
  test('not at all without a consent', async () => {
    const { id, username } = await somebody();
    const refused = await send({ username, content: 'Hello' });
    expect(refused).toMatchObject({ status: 403, body: { error: 'no_consent_basis' } });
    expect(await sentTo(control, id)).toEqual([]);
  });

  test('by the consent that an earlier call recorded', async () => {
    const { id, username } = await somebody();
    const first = await send({ username, content: 'one', consent, account_id: account.key });
    expect(first.body.success).toBe(true);
    const second = await send({ username, content: 'two' });
    expect(second.body.success).toBe(true);
    expect(await sentTo(control, id)).toHaveLength(2);
  });

  test('because the person wrote first', async () => {
    const { id } = await somebody();
    await control.post(`/users/${id}/messages`, { to: account.telegramId, text: 'Hi there' });
    await server.drain();
    const sent = await send({ user_id: id, content: 'Good day' });
    expect(sent.body).toMatchObject({ success: true, account_id: account.key });
  });

  test('not by a source that stands for another basis', async () => {
    const { username } = await somebody();
    const refused = await send({
      username,
      content: 'Hello',
      consent: { source: 'SITE', basis: 'customer' },
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(refused.body.message).toContain('opt_in');
  });
});

describe('the six types', () => {
  test('a photo with a caption, as base64', async () => {
    const { id, username } = await somebody();
    const path = await samples.make('photo.png', ...picture('64x48', 1), '-frames:v', '1');
    const file_base64 = (await readFile(path)).toString('base64');
    const sent = await send({ username, type: 'photo', file_base64, caption: 'Look', consent });
    expect(sent.body).toMatchObject({ success: true });
    expect(await onlyOne(id)).toMatchObject({ type: 'photo', text: 'Look' });
  });

  test('a voice message from any audio, with its length', async () => {
    const { id, username } = await somebody();
    const path = await samples.make('voice.mp3', ...tone(3));
    const file_base64 = `data:audio/mpeg;base64,${(await readFile(path)).toString('base64')}`;
    const sent = await send({ username, type: 'voice', file_base64, consent });
    expect(sent.body).toMatchObject({ success: true });
    expect(await onlyOne(id)).toMatchObject({
      type: 'voice',
      media: { mimeType: 'audio/ogg', durationSeconds: 3 },
    });
  });

  test('a video note made square, from the media folder', async () => {
    const { id, username } = await somebody();
    const path = await samples.make('wide.mp4', ...picture('320x160', 2), ...h264);
    await copyFile(path, join(server.app.config.dirs.media, 'video_notes', 'hello.mp4'));
    const sent = await send({
      username,
      type: 'video_note',
      file_path: 'video_notes/hello.mp4',
      consent,
    });
    expect(sent.body).toMatchObject({ success: true });
    const { type, media } = await onlyOne(id);
    expect({ type, mimeType: media?.mimeType }).toEqual({
      type: 'video_note',
      mimeType: 'video/mp4',
    });
    expect(media?.width).toBe(media?.height);
    expect(media?.durationSeconds).toBeCloseTo(2, 0);
  });

  test('a video with a caption', async () => {
    const { id, username } = await somebody();
    const path = await samples.make('video.mp4', ...picture('160x120', 1), ...h264);
    const file_base64 = (await readFile(path)).toString('base64');
    const sent = await send({ username, type: 'video', file_base64, caption: 'See', consent });
    expect(sent.body).toMatchObject({ success: true });
    expect(await onlyOne(id)).toMatchObject({
      type: 'video',
      text: 'See',
      media: { width: 160, height: 120 },
    });
  });

  test('a document under the name it is given, as bytes that are unchanged', async () => {
    const { id, username } = await somebody();
    const bytes = Buffer.from('prices\n1;2\n');
    const sent = await send({
      username,
      type: 'document',
      file_base64: bytes.toString('base64'),
      filename: 'цены.csv',
      caption: 'Prices',
      consent,
    });
    expect(sent.body).toMatchObject({ success: true });
    const arrived = await onlyOne(id);
    expect(arrived).toMatchObject({ type: 'document', text: 'Prices' });
    expect(arrived.media?.filename).toBe('цены.csv');
    const file = await control.raw('GET', `/messages/${arrived.id}/media`);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
  });

  test('the same file to the next person is uploaded once, and made once', async () => {
    const path = await samples.make('again.wav', ...tone(1));
    const file_base64 = (await readFile(path)).toString('base64');
    const first = await somebody();
    await send({ username: first.username, type: 'voice', file_base64, consent });
    await control.delete('/calls');
    const second = await somebody();
    const sent = await send({ username: second.username, type: 'voice', file_base64, consent });
    expect(sent.body).toMatchObject({ success: true });
    const { calls } = await control.get<{ calls: { method: string }[] }>('/calls');
    const methods = calls.map((c) => c.method);
    expect(methods).toContain('messages.sendMedia');
    expect(methods).not.toContain('upload.saveFilePart');
    expect(methods).not.toContain('messages.uploadMedia');
  });
});

describe('without waiting', () => {
  test('the id of the queued message comes at once, and its fate under that id', async () => {
    const { id, username } = await somebody();
    const queued = await server.api.post('/send?wait=false', {
      username,
      content: 'Later',
      consent,
    });
    expect(queued).toMatchObject({
      status: 202,
      body: { success: true, status: 'queued', account_id: account.key },
    });
    await server.drain();
    const { body } = await server.api.get(`/messages/${queued.body.id}`);
    const arrived = await onlyOne(id);
    expect(body.message).toMatchObject({
      id: queued.body.id,
      message_id: arrived.idForSender,
      direction: 'out',
      status: 'sent',
      account_id: account.key,
      user_id: id,
      type: 'text',
      text: 'Later',
      proxy_used: false,
      error: null,
      decisions: [{ verdict: 'passed', reason: 'consent' }],
    });
  });

  test('a message that may not go is told of under its id', async () => {
    const { username } = await somebody();
    const queued = await server.api.post('/send?wait=false', { username, content: 'No basis' });
    await server.drain();
    const { body } = await server.api.get(`/messages/${queued.body.id}`);
    expect(body.message).toMatchObject({
      status: 'failed',
      error: { code: 'no_consent_basis' },
      decisions: [{ verdict: 'refused', reason: 'no_consent_basis' }],
    });
  });

  test.each(['0', '999999999', '99999999999999999999', 'one'])('no message %s', async (id) => {
    const { status } = await server.api.get(`/messages/${id}`);
    expect([400, 404]).toContain(status);
  });
});

describe('the same request again', () => {
  test('is answered as the first time and sent once', async () => {
    const { id, username } = await somebody();
    const body = { username, content: 'Once', consent };
    const first = await send(body, { 'idempotency-key': 'order-1' });
    const again = await send(body, { 'idempotency-key': 'order-1' });
    expect(first.body).toMatchObject({ success: true });
    expect(again).toMatchObject({ status: 200, body: first.body });
    await onlyOne(id);
  });

  test('is sent once, though many come at the same time', async () => {
    const { id, username } = await somebody();
    const body = { username, content: 'Together', consent };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send(body, { 'idempotency-key': 'order-2' })),
    );
    expect(new Set(answers.map((a) => JSON.stringify(a.body))).size).toBe(1);
    expect(answers[0]?.body).toMatchObject({ success: true });
    await onlyOne(id);
  });

  test('with another content is a conflict', async () => {
    const { id, username } = await somebody();
    await send({ username, content: 'One', consent }, { 'idempotency-key': 'order-3' });
    const other = await send(
      { username, content: 'Two', consent },
      { 'idempotency-key': 'order-3' },
    );
    expect(other).toMatchObject({ status: 409, body: { error: 'idempotency_conflict' } });
    expect((await onlyOne(id)).text).toBe('One');
  });

  test('without a key is another message', async () => {
    const { id, username } = await somebody();
    const body = { username, content: 'Twice', consent };
    await send(body);
    await send(body);
    expect(await sentTo(control, id)).toHaveLength(2);
  });
});

test('those who run the server see how many were sent, and how the accounts are', async () => {
  const figure = async (line: string) => {
    const text = await (await server.api.raw('/metrics')).text();
    return Number(new RegExp(`^${line} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const attempts = 'vestnik_send_attempts_total\\{outcome="sent",app="vestnik"\\}';
  const before = (await figure(attempts)) || 0;
  const { username } = await somebody();
  expect((await send({ username, content: 'Hello', consent })).status).toBe(200);
  expect(await figure(attempts)).toBe(before + 1);
  const online = 'vestnik_accounts\\{status="active",connection="online",app="vestnik"\\}';
  expect(await figure(online)).toBe(1);
  expect(await figure('vestnik_messages_open\\{status="queued",app="vestnik"\\}')).toBe(0);
});
