import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../start-emulator.ts';
import { type ControlClient, controlOf } from './control-client.ts';
import { hasTelethon, startTelethon, type Telethon } from './telethon-client.ts';
import { startTestBox, stopTestBox } from './test-box.ts';
import { waitFor } from './wait-for.ts';

type Heard = { text: string; from: number; id: number }[];

describe.skipIf(!hasTelethon())('Telethon', () => {
  let box: Emulator;
  let control: ControlClient;
  let telethon: Telethon;
  let folder: string;

  beforeAll(async () => {
    box = await startTestBox('telethon');
    control = controlOf(box);
    telethon = startTelethon(box);
    folder = await mkdtemp(join(tmpdir(), 'telethon-'));
  });
  afterAll(async () => {
    telethon.stop();
    await rm(folder, { recursive: true });
    await stopTestBox(box);
  });

  async function signedIn(name: string, userId: number): Promise<void> {
    const path = `/users/${userId}/session`;
    const { session } = await control.post<{ session: string }>(path, { format: 'telethon' });
    const answer = await telethon.ask(name, 'connect', { session });
    expect(answer).toEqual({ authorized: true });
  }
  const codeOf = async (id: number) =>
    (await control.get<{ code: string }>(`/users/${id}/code`)).code;

  it('agrees on a key and signs in by phone and code', async () => {
    const id = await control.makeUser({ firstName: 'Anna', phone: '79000000201' });
    expect(await telethon.ask('new', 'connect')).toEqual({ authorized: false });
    await telethon.ask('new', 'send_code', { phone: '+79000000201' });
    const phone = '+79000000201';
    const wrong = telethon.ask('new', 'sign_in', { phone, code: '00000' });
    await expect(wrong).rejects.toThrow('PhoneCodeInvalidError');
    const user = await telethon.ask('new', 'sign_in', { phone, code: await codeOf(id) });
    expect(user).toEqual({ id, name: 'Anna' });
  });

  it('is asked for the password after the code', async () => {
    const phone = '+79000000202';
    const id = await control.makeUser({ phone, password: 'horse' });
    await telethon.ask('2fa', 'connect');
    await telethon.ask('2fa', 'send_code', { phone });
    const code = await codeOf(id);
    const first = telethon.ask('2fa', 'sign_in', { phone, code });
    await expect(first).rejects.toThrow('SessionPasswordNeededError');
    const wrong = telethon.ask('2fa', 'sign_in', { password: 'cow' });
    await expect(wrong).rejects.toThrow('PasswordHashInvalidError');
    expect(await telethon.ask('2fa', 'sign_in', { password: 'horse' })).toMatchObject({ id });
  });

  it('sends and hears texts, answers among them', async () => {
    const anna = await control.makeUser({ username: 'anna_telethon' });
    const boris = await control.makeUser({ username: 'boris_telethon' });
    await signedIn('anna', anna);
    await signedIn('boris', boris);
    await telethon.ask('anna', 'send', { to: 'boris_telethon', text: 'Hello' });
    const [first] = await waitFor('the text', async () => {
      const heard = await telethon.ask<Heard>('boris', 'heard');
      return heard.length > 0 ? heard : undefined;
    });
    expect(first).toMatchObject({ text: 'Hello', from: anna });
    await telethon.ask('boris', 'send', { to: 'anna_telethon', text: 'Hi', replyTo: first?.id });
    await telethon.ask('boris', 'send', { to: 'anna_telethon', text: 'How are you?' });
    const heard = await waitFor('both', async () => {
      const all = await telethon.ask<Heard>('anna', 'heard');
      return all.length > 1 ? all : undefined;
    });
    expect(heard.map(({ text }) => text)).toEqual(['Hi', 'How are you?']);
    expect(await telethon.ask('anna', 'history', { peer: 'boris_telethon', limit: 2 })).toEqual([
      { text: 'How are you?', out: false },
      { text: 'Hi', out: false },
    ]);
    const dialogs = await telethon.ask<{ id: number }[]>('anna', 'dialogs');
    expect(dialogs.map(({ id }) => id)).toEqual([boris]);
  });

  it('moves pictures and files there and back', async () => {
    const anna = await control.makeUser({});
    await control.makeUser({ username: 'boris_files' });
    await signedIn('files', anna);
    const picture = join(folder, 'picture.png');
    await sharp({ create: { width: 500, height: 400, channels: 3, background: 'red' } }).toFile(
      picture,
    );
    const photo = { to: 'boris_files', path: picture, caption: 'red' };
    expect(await telethon.ask('files', 'send_file', photo)).toMatchObject({
      kind: 'MessageMediaPhoto',
    });
    const file = join(folder, 'numbers.bin');
    const bytes = Buffer.alloc(700_000, 'numbers');
    await writeFile(file, bytes);
    const sent = { to: 'boris_files', path: file, asFile: true };
    expect(await telethon.ask('files', 'send_file', sent)).toMatchObject({
      kind: 'MessageMediaDocument',
      size: bytes.length,
      md5: createHash('md5').update(bytes).digest('hex'),
    });
  });

  it('reads every kind of message, and profiles', async () => {
    const anna = await control.makeUser({});
    const phone = '79000000210';
    const username = 'boris_kinds';
    const boris = await control.makeUser({ username, phone, bio: 'A person' });
    const first = await control.post<{ id: number }>(`/users/${boris}/messages`, {
      to: anna,
      text: 'see https://example.com',
    });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'yes', replyTo: first.id });
    for (const type of ['photo', 'video', 'video_note', 'voice', 'audio', 'document']) {
      await control.post(`/users/${boris}/messages`, { to: anna, media: { type } });
    }
    await signedIn('kinds', anna);
    const messages = await telethon.ask<object[]>('kinds', 'kinds', { peer: username });
    expect(messages.slice(0, 2)).toMatchObject([
      { kind: 'text', entities: ['MessageEntityUrl'], replyTo: null },
      { kind: 'text', replyTo: 1 },
    ]);
    expect(messages.slice(2).map((message) => 'kind' in message && message.kind)).toEqual([
      'photo',
      'video',
      'video_note',
      'voice',
      'audio',
      'document',
    ]);
    const profile = await telethon.ask('kinds', 'profile', { peer: username, phone });
    expect(profile).toEqual({ about: 'A person', found: ['My'] });
  });

  it('gets what it missed by getDifference after it was away', async () => {
    const anna = await control.makeUser({});
    const boris = await control.makeUser({});
    await signedIn('away', anna);
    const { pts } = await telethon.ask<{ pts: number }>('away', 'state');
    await control.post('/connections/drop', { userId: anna });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'one' });
    await control.post(`/users/${boris}/messages`, { to: anna, text: 'two' });
    await telethon.ask('away', 'drop');
    expect(await telethon.ask('away', 'difference', { pts })).toEqual({
      kind: 'Difference',
      texts: ['one', 'two'],
    });
  });

  it('is refused with a wrong access hash, and told to wait', async () => {
    const anna = await control.makeUser({});
    const boris = await control.makeUser({ username: 'boris_refused' });
    await signedIn('refused', anna);
    const byHash = telethon.ask('refused', 'send_by_hash', { userId: boris, hash: 1, text: 'x' });
    await expect(byHash).rejects.toThrow('PeerIdInvalidError');
    const method = 'messages.sendMessage';
    await control.post('/faults', { error: 'FLOOD_WAIT_31', method, userId: anna, times: 1 });
    const early = telethon.ask('refused', 'send', { to: 'boris_refused', text: 'x' });
    await expect(early).rejects.toMatchObject({ message: 'FloodWaitError', seconds: 31 });
  });

  it('opens the session file that the box makes', async () => {
    const anna = await control.makeUser({});
    const answer = await control.raw('POST', `/users/${anna}/session`, { format: 'telethon-file' });
    const file = join(folder, 'anna.session');
    await writeFile(file, Buffer.from(await answer.arrayBuffer()));
    expect(await telethon.ask('file', 'connect', { file })).toEqual({ authorized: true });
    expect(await telethon.ask('file', 'whoami')).toEqual({ id: anna });
  });
});
