import sharp from 'sharp';
import { Api, type TelegramClient } from 'telegram';
import { CustomFile } from 'telegram/client/uploads.js';
import { NewMessage, type NewMessageEvent } from 'telegram/events/index.js';
import { returnBigInt } from 'telegram/Helpers.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { type ControlClient, controlOf } from './control-client.ts';
import { gramjsClient, trustBoxInGramjs } from './gramjs-client.ts';
import { startTestBox, stopTestBox } from './test-box.ts';
import { waitFor } from './wait-for.ts';

let box: Emulator;
let control: ControlClient;
const clients: TelegramClient[] = [];

beforeAll(async () => {
  box = await startTestBox('gramjs');
  control = controlOf(box);
  trustBoxInGramjs(box);
});
afterAll(() => stopTestBox(box));
afterEach(async () => {
  for (const client of clients.splice(0)) await client.destroy();
});

async function connected(session?: string): Promise<TelegramClient> {
  const client = gramjsClient(box, session);
  clients.push(client);
  await client.connect();
  return client;
}

async function signedIn(userId: number): Promise<TelegramClient> {
  const path = `/users/${userId}/session`;
  const { session } = await control.post<{ session: string }>(path, { format: 'gramjs' });
  return connected(session);
}

function listen(client: TelegramClient): { text: string; from: string | undefined }[] {
  const heard: { text: string; from: string | undefined }[] = [];
  client.addEventHandler(
    (event: NewMessageEvent) =>
      void heard.push({ text: event.message.message, from: event.message.senderId?.toString() }),
    new NewMessage({ incoming: true }),
  );
  return heard;
}

describe('GramJS', () => {
  it('agrees on a key and signs in by phone, code and password', async () => {
    const id = await control.makeUser({ phone: '+79000000301', password: 'horse' });
    const client = await connected();
    const mistakes: string[] = [];
    const passwords = ['cow', 'horse'];
    await client.start({
      phoneNumber: '+79000000301',
      phoneCode: async () => (await control.get<{ code: string }>(`/users/${id}/code`)).code,
      password: async () => passwords.shift() ?? '',
      onError: async (error) => {
        mistakes.push(error.message);
        return false;
      },
    });
    expect((await client.getMe()).id.toString()).toBe(String(id));
    expect(mistakes.join()).toContain('PASSWORD_HASH_INVALID');
  });

  it('signs in by code alone when there is no password', async () => {
    const id = await control.makeUser({ phone: '+79000000302' });
    const client = await connected();
    const sent = await client.sendCode({ apiId: 1, apiHash: 'hash' }, '+79000000302');
    const { code } = await control.get<{ code: string }>(`/users/${id}/code`);
    const answer = await client.invoke(
      new Api.auth.SignIn({
        phoneNumber: '+79000000302',
        phoneCodeHash: sent.phoneCodeHash,
        phoneCode: code,
      }),
    );
    expect(answer.className).toBe('auth.Authorization');
  });

  it('sends and hears texts, and sees them in the history', async () => {
    const anna = await control.makeUser({ username: 'anna_gramjs' });
    const boris = await control.makeUser({ username: 'boris_gramjs' });
    const annasClient = await signedIn(anna);
    const borisClient = await signedIn(boris);
    const borisHeard = listen(borisClient);
    const annaHeard = listen(annasClient);
    await annasClient.getMe();
    await borisClient.getMe();
    const sent = await annasClient.sendMessage('boris_gramjs', { message: 'Hello' });
    expect(sent.message).toBe('Hello');
    await waitFor('the text', () => borisHeard[0]);
    expect(borisHeard[0]).toEqual({ text: 'Hello', from: String(anna) });
    await borisClient.sendMessage('anna_gramjs', { message: 'Hi' });
    await borisClient.sendMessage('anna_gramjs', { message: 'How are you?' });
    await waitFor('both', () => annaHeard[1]);
    const history = await annasClient.getMessages('boris_gramjs', { limit: 2 });
    expect([...history].map(({ message }) => message)).toEqual(['How are you?', 'Hi']);
    const dialogs = await annasClient.getDialogs({ limit: 10 });
    expect([...dialogs].map(({ unreadCount }) => unreadCount)).toEqual([2]);
  });

  it('moves pictures and files there and back', async () => {
    const anna = await control.makeUser({});
    await control.makeUser({ username: 'boris_gramfiles' });
    const client = await signedIn(anna);
    const picture = await sharp({
      create: { width: 500, height: 400, channels: 3, background: 'red' },
    })
      .jpeg()
      .toBuffer();
    const photo = await client.sendFile('boris_gramfiles', {
      file: new CustomFile('red.jpg', picture.length, '', picture),
      caption: 'red',
    });
    const downloaded = await client.downloadMedia(photo);
    expect((await sharp(downloaded as Buffer).metadata()).width).toBe(500);

    const bytes = Buffer.alloc(300_000, 'numbers');
    const file = await client.sendFile('boris_gramfiles', {
      file: new CustomFile('numbers.bin', bytes.length, '', bytes),
      forceDocument: true,
    });
    expect(bytes.equals((await client.downloadMedia(file)) as Buffer)).toBe(true);
  });

  it('reads every kind of message, and profiles', async () => {
    const anna = await control.makeUser({});
    const username = 'boris_gramkinds';
    const boris = await control.makeUser({ username, bio: 'A person' });
    const first = await control.post<{ id: number }>(`/users/${boris}/messages`, {
      to: anna,
      text: 'see https://example.com',
    });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'yes', replyTo: first.id });
    for (const type of ['photo', 'video', 'video_note', 'voice', 'audio', 'document']) {
      await control.post(`/users/${boris}/messages`, { to: anna, media: { type } });
    }
    const client = await signedIn(anna);
    const messages = [...(await client.getMessages(username, { limit: 100 }))].reverse();
    expect(messages[0]?.entities?.[0]?.className).toBe('MessageEntityUrl');
    expect(messages[1]?.replyToMsgId).toBe(1);
    const kinds = messages.slice(2).map((message) => {
      if (message.photo) return 'photo';
      if (message.voice) return 'voice';
      if (message.videoNote) return 'video_note';
      if (message.video) return 'video';
      return message.audio ? 'audio' : 'document';
    });
    expect(kinds).toEqual(['photo', 'video', 'video_note', 'voice', 'audio', 'document']);
    const full = await client.invoke(new Api.users.GetFullUser({ id: username }));
    expect(full.fullUser.about).toBe('A person');
  });

  it('comes back after a break and gets what it missed by getDifference', async () => {
    const anna = await control.makeUser({});
    const boris = await control.makeUser({});
    const client = await signedIn(anna);
    const { pts } = await client.invoke(new Api.updates.GetState());
    await control.post('/connections/drop', { userId: anna });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'one' });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'two' });
    const difference = await client.invoke(new Api.updates.GetDifference({ pts, date: 0, qts: 0 }));
    if (!(difference instanceof Api.updates.Difference)) throw new Error(difference.className);
    const texts = difference.newMessages.map((message) => (message as Api.Message).message);
    expect(texts).toEqual(['one', 'two']);
  });

  it('is refused with a wrong access hash, and told to wait', async () => {
    const anna = await control.makeUser({});
    const boris = await control.makeUser({ username: 'boris_gramwait' });
    const client = await signedIn(anna);
    const stranger = new Api.InputPeerUser({
      userId: returnBigInt(boris),
      accessHash: returnBigInt(1),
    });
    await expect(client.sendMessage(stranger, { message: 'x' })).rejects.toThrow('PEER_ID_INVALID');
    const method = 'messages.sendMessage';
    await control.post('/faults', { error: 'FLOOD_WAIT_41', method, userId: anna, times: 1 });
    const early = client.sendMessage('boris_gramwait', { message: 'x' });
    await expect(early).rejects.toMatchObject({ code: 420, seconds: 41 });
  });
});
