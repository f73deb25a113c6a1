import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { findFfmpeg } from '../../server/edges/media/find-ffmpeg.ts';
import {
  createSamples,
  h264,
  picture,
  type Samples,
  tone,
} from '../../server/edges/media/media-samples.ts';
import { makeBot } from '../support/bot-chat.ts';
import { heardDialog, makeOwner, type Owner } from '../support/business.ts';
import { sentTo } from '../support/sent-messages.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let owner: Owner;
let samples: Samples;
let customer: number;
let dialog: number;

// One customer writes to one business account, and files go both ways.
beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'business files' });
  control = controlOf(box);
  await control.patch('/bots/limits', { enabled: false });
  const bot = await makeBot(control, 'files_desk_bot');
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control, BOT_TOKEN: bot.token });
  owner = await makeOwner({ control, server, bot });
  await owner.connect();
  await server.api.post(`/business/${await owner.key()}/approve`);
  samples = await createSamples(await findFfmpeg({}));
  customer = await control.makeUser({ firstName: 'Customer' });
  await control.post(`/users/${customer}/messages`, { to: owner.id, text: 'Show me' });
  dialog = await heardDialog(server, 'Show me');
});
afterAll(async () => {
  await samples?.remove();
  await server?.stop();
  await box?.stop();
});

const fromOwner = async () =>
  (await sentTo(control, customer)).filter(({ from }) => from === owner.id);

/** Answers with a file. @returns what arrived, and its bytes */
async function answer(body: Record<string, unknown>) {
  const before = (await fromOwner()).length;
  const said = await server.api.post(`/dialogs/number/${dialog}/messages`, body);
  expect(said.body).toMatchObject({ success: true });
  // An answer waits for a moment, as people do.
  server.clock.advance(3_000);
  const message = await waitFor('the outcome', async () => {
    const { message: now } = (await server.api.get(`/messages/${said.body.id}`)).body;
    return ['queued', 'sending'].includes(now.status) ? undefined : now;
  });
  expect(message).toMatchObject({ status: 'sent', account_id: 'biz_1' });
  const [arrived, ...more] = (await fromOwner()).slice(before);
  if (!arrived) throw new Error('nothing arrived');
  expect(more).toEqual([]);
  const file = await control.raw('GET', `/messages/${arrived.id}/media`);
  return { arrived, bytes: Buffer.from(await file.arrayBuffer()) };
}

const base64 = async (path: string) => (await readFile(path)).toString('base64');

describe('an answer of a business account', () => {
  test('is a photo with a caption', async () => {
    const path = await samples.make('photo.png', ...picture('64x48', 1), '-frames:v', '1');
    const photo = { type: 'photo', file_base64: await base64(path), caption: 'Look' };
    const { arrived } = await answer(photo);
    expect(arrived).toMatchObject({
      type: 'photo',
      text: 'Look',
      media: { width: 64, height: 48 },
    });
  });

  test('is a voice message from any audio, with its length', async () => {
    const path = await samples.make('voice.mp3', ...tone(3));
    const { arrived } = await answer({ type: 'voice', file_base64: await base64(path) });
    expect(arrived).toMatchObject({
      type: 'voice',
      media: { mimeType: 'audio/ogg', durationSeconds: 3 },
    });
  });

  test('is a video note, made square, with its length', async () => {
    const path = await samples.make('wide.mp4', ...picture('320x160', 2), ...h264);
    const { arrived } = await answer({ type: 'video_note', file_base64: await base64(path) });
    expect(arrived.type).toBe('video_note');
    expect(arrived.media?.width).toBeGreaterThan(0);
    expect(arrived.media?.width).toBe(arrived.media?.height);
    expect(arrived.media?.durationSeconds).toBeCloseTo(2, 0);
  });

  test('is a video with its size, its length and a caption', async () => {
    const path = await samples.make('video.mp4', ...picture('160x120', 1), ...h264);
    const video = { type: 'video', file_base64: await base64(path), caption: 'See' };
    const { arrived } = await answer(video);
    expect(arrived).toMatchObject({
      type: 'video',
      text: 'See',
      media: { width: 160, height: 120, durationSeconds: 1 },
    });
  });

  test('is a document under its own name, as bytes that are unchanged', async () => {
    const said = Buffer.from('prices\n1;2\n');
    const { arrived, bytes } = await answer({
      type: 'document',
      file_base64: said.toString('base64'),
      filename: 'цены.csv',
    });
    expect(arrived).toMatchObject({ type: 'document', text: '', media: { filename: 'цены.csv' } });
    expect(bytes).toEqual(said);
  });

  test('is a song sent as a document, under its name', async () => {
    const path = await samples.make('song.mp3', ...tone(1));
    const song = { type: 'document', file_base64: await base64(path), filename: 'song.mp3' };
    const { arrived, bytes } = await answer(song);
    expect(arrived.media?.filename).toBe('song.mp3');
    expect(bytes).toEqual(await readFile(path));
  });
});

describe('what a customer sends', () => {
  test.each([
    ['photo', 'photo'],
    ['voice', 'voice'],
    ['video_note', 'video_note'],
    ['video', 'video'],
    ['audio', 'document'],
    ['document', 'document'],
  ])('as %s is kept as %s and can be fetched', async (type, kept) => {
    const newest = async () =>
      (await server.api.get(`/dialogs/number/${dialog}/messages`)).body.messages[0];
    const before = await newest();
    const { id } = await control.post<{ id: number }>(`/users/${customer}/messages`, {
      to: owner.id,
      media: { type },
    });
    const heard = await waitFor(`the ${type} to be stored`, async () => {
      const last = await newest();
      return last.id === before.id ? undefined : last;
    });
    expect(heard).toMatchObject({ direction: 'in', type: kept });
    const sent = await control.raw('GET', `/messages/${id}/media`);
    const file = await server.api.raw(`/files/${heard.file_id}`);
    expect(file.status).toBe(200);
    expect(await file.arrayBuffer()).toEqual(await sent.arrayBuffer());
  });
});
