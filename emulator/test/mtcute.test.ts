import { SentCode } from '@mtcute/node';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';
import { waitFor } from './wait-for.ts';

const world = mtcuteFixture('mtcute');

describe('mtcute', () => {
  it('agrees on a key and signs in by phone and code', async () => {
    const id = await world.control.makeUser({ firstName: 'Anna', phone: '+7 900 000-01-01' });
    const client = world.newClient();
    const user = await client.start({
      phone: '+79000000101',
      code: async () => (await world.control.get<{ code: string }>(`/users/${id}/code`)).code,
    });
    expect(user.id).toBe(id);
    expect(user.phoneNumber).toBe('79000000101');
  });

  it('is asked for the password after the code, and told when it is wrong', async () => {
    const id = await world.control.makeUser({ phone: '+79000000102', password: 'correct horse' });
    const client = world.newClient();
    const passwords = ['wrong', 'correct horse'];
    const user = await client.start({
      phone: '+79000000102',
      code: async () => (await world.control.get<{ code: string }>(`/users/${id}/code`)).code,
      password: async () => passwords.shift() ?? '',
      invalidCodeCallback: () => {},
    });
    expect(user.id).toBe(id);
    expect(passwords).toEqual([]);
  });

  it('gets the code as a message in an app that is signed in already', async () => {
    const id = await world.control.makeUser({ phone: '+79000000103' });
    const { heard } = await world.listening(id);
    const other = world.newClient();
    const sent = await other.sendCode({ phone: '+79000000103' });
    expect(sent).toMatchObject({ type: 'app' });
    const { code } = await world.control.get<{ code: string }>(`/users/${id}/code`);
    const message = await waitFor('the code', () => heard[0]);
    expect(message.sender.id).toBe(777000);
    expect(message.text).toContain(code);
  });

  it('is told of a wrong code, a bad number and a banned one', async () => {
    await world.control.makeUser({ phone: '+79000000104' });
    const banned = await world.control.makeUser({ phone: '+79000000105' });
    await world.control.patch(`/users/${banned}`, { banned: true });
    const client = world.newClient();
    const sent = await client.sendCode({ phone: '+79000000104' });
    if (!(sent instanceof SentCode)) throw new Error('Nobody should be signed in yet');
    const attempt = { phone: '+79000000104', phoneCodeHash: sent.phoneCodeHash };
    await expect(client.signIn({ ...attempt, phoneCode: '00000' })).rejects.toThrow(
      'PHONE_CODE_INVALID',
    );
    await expect(client.sendCode({ phone: '12' })).rejects.toThrow('PHONE_NUMBER_INVALID');
    await expect(client.sendCode({ phone: '+79000000105' })).rejects.toThrow('PHONE_NUMBER_BANNED');
  });

  it('sends a text that the other side hears, and the answer comes back', async () => {
    const anna = await world.control.makeUser({ username: 'anna_texts' });
    const boris = await world.control.makeUser({ username: 'boris_texts' });
    const a = await world.listening(anna);
    const b = await world.listening(boris);
    const sent = await a.client.sendText('boris_texts', 'Привет, Борис');
    expect(sent.text).toBe('Привет, Борис');
    const first = await waitFor('the text', () => b.heard[0]);
    expect([first.sender.id, first.text]).toEqual([anna, 'Привет, Борис']);

    await b.client.replyText(first, 'И тебе');
    await b.client.sendText(anna, 'Как дела?');
    await waitFor('both answers', () => a.heard[1]);
    expect(a.heard.map((message) => message.text)).toEqual(['И тебе', 'Как дела?']);
    expect(a.heard[0]?.replyToMessage?.id).toBe(sent.id);
  });

  it('sees what it wrote and heard in the history, page by page', async () => {
    const anna = await world.control.makeUser({});
    const boris = await world.control.makeUser({ username: 'boris_history' });
    for (let i = 1; i <= 5; i++) {
      await world.control.post(`/users/${boris}/messages`, { to: anna, text: `number ${i}` });
    }
    const client = await world.signedIn(anna);
    await client.resolvePeer('boris_history');
    const page = await client.getHistory(boris, { limit: 2 });
    expect(page.map((message) => message.text)).toEqual(['number 5', 'number 4']);
    const all: string[] = [];
    for await (const message of client.iterHistory(boris, { chunkSize: 2 })) {
      all.push(message.text);
    }
    expect(all).toHaveLength(5);
    expect(all.at(-1)).toBe('number 1');
  });

  it('uploads a photo and downloads the same picture', async () => {
    const anna = await world.control.makeUser({});
    await world.control.makeUser({ username: 'boris_photo' });
    const client = await world.signedIn(anna);
    const picture = await sharp({
      create: { width: 900, height: 600, channels: 3, background: 'teal' },
    })
      .png()
      .toBuffer();
    const message = await client.sendMedia('boris_photo', { type: 'photo', file: picture });
    if (message.media?.type !== 'photo') throw new Error('A photo was expected');
    expect([message.media.width, message.media.height]).toEqual([900, 600]);
    const bytes = await client.downloadAsBuffer(message.media);
    const { width, height, format } = await sharp(bytes).metadata();
    expect([width, height, format]).toEqual([900, 600, 'jpeg']);
  });

  it('moves a file of several parts there and back unchanged', async () => {
    const anna = await world.control.makeUser({});
    await world.control.makeUser({ username: 'boris_file' });
    const client = await world.signedIn(anna);
    const file = Buffer.alloc(1_300_000, 'The quick brown fox. ');
    const message = await client.sendMedia('boris_file', {
      type: 'document',
      file,
      fileName: 'fox.txt',
    });
    if (message.media?.type !== 'document') throw new Error('A document was expected');
    expect(message.media.fileName).toBe('fox.txt');
    expect(Buffer.from(await client.downloadAsBuffer(message.media)).equals(file)).toBe(true);
  });

  it('learns after an outage what happened meanwhile, once and in order', async () => {
    const anna = await world.control.makeUser({});
    const boris = await world.control.makeUser({});
    const { client, heard } = await world.listening(anna);
    await world.control.post(`/users/${boris}/messages`, { to: anna, text: 'before' });
    await waitFor('the first', () => heard[0]);
    await world.control.post('/connections/drop', { userId: anna });
    for (const text of ['one', 'two', 'three']) {
      await world.control.post(`/users/${boris}/messages`, { to: anna, text });
    }
    await waitFor('all', () => (heard.length >= 4 ? true : undefined));
    expect(heard.map((message) => message.text)).toEqual(['before', 'one', 'two', 'three']);
    expect((await client.getMe()).id).toBe(anna);
  });

  it('catches up by getDifference with what came while it was not running', async () => {
    const anna = await world.control.makeUser({});
    const boris = await world.control.makeUser({});
    const { session } = await world.control.post<{ session: string }>(`/users/${anna}/session`, {
      format: 'mtcute',
    });
    const first = world.newClient();
    await first.importSession(session);
    const state = await first.call({ _: 'updates.getState' });
    for (let i = 0; i < 600; i++) {
      await world.control.post(`/users/${boris}/messages`, { to: anna, text: `missed ${i}` });
    }
    const slice = await first.call({
      _: 'updates.getDifference',
      pts: state.pts,
      date: state.date,
      qts: state.qts,
    });
    if (slice._ !== 'updates.differenceSlice') throw new Error(`A slice, not ${slice._}`);
    const rest = await first.call({
      _: 'updates.getDifference',
      pts: slice.intermediateState.pts,
      date: state.date,
      qts: state.qts,
    });
    if (rest._ !== 'updates.difference') throw new Error(`The rest, not ${rest._}`);
    expect(slice.newMessages.length + rest.newMessages.length).toBe(600);
  });

  it('cannot use an access hash that another account was given', async () => {
    const anna = await world.control.makeUser({});
    const boris = await world.control.makeUser({});
    await world.control.makeUser({ username: 'vera_hash' });
    const annasClient = await world.signedIn(anna);
    const borisClient = await world.signedIn(boris);
    const peer = await annasClient.resolvePeer('vera_hash');
    await expect(borisClient.sendText(peer, 'hello')).rejects.toThrow('PEER_ID_INVALID');
    await expect(annasClient.sendText(peer, 'hello')).resolves.toMatchObject({ text: 'hello' });
  });

  it('is told to wait, and for how long', async () => {
    const anna = await world.control.makeUser({});
    await world.control.makeUser({ username: 'boris_wait' });
    const client = await world.signedIn(anna);
    await world.control.post('/faults', {
      error: 'FLOOD_WAIT_17',
      method: 'messages.sendMessage',
      userId: anna,
      times: 1,
    });
    const refused = client.sendText('boris_wait', 'too fast');
    await expect(refused).rejects.toMatchObject({ code: 420, seconds: 17 });
    await expect(client.sendText('boris_wait', 'again')).resolves.toMatchObject({ text: 'again' });
  });
});
