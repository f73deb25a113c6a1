import { Long, type TelegramClient } from '@mtcute/node';
import { describe, expect, it } from 'vitest';
import { mtcuteFixture } from './mtcute-fixture.ts';

const world = mtcuteFixture('rules');
const SPAM_BOT = 178220800;

/** Two people, the first signed in and able to write to the second. */
async function pair(settings: { anna?: object; boris?: object } = {}) {
  const boris = await world.control.makeUser({ firstName: 'Boris', ...settings.boris });
  const anna = await world.control.makeUser({ firstName: 'Anna', ...settings.anna });
  const name = `person_${boris}`;
  await world.control.patch(`/users/${boris}`, { username: name });
  const client = await world.signedIn(anna);
  const peer = await client.resolvePeer(name);
  return { anna, boris, client, peer, name };
}

const writes = (from: number, to: number, text = 'hello') =>
  world.control.post(`/users/${from}/messages`, { to, text });

describe('Writing to somebody is refused', () => {
  it('with YOU_BLOCKED_USER when the sender blocked them', async () => {
    const { anna, boris, client, peer } = await pair();
    await world.control.patch(`/users/${anna}`, { blocks: [boris] });
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject({
      code: 400,
      text: 'YOU_BLOCKED_USER',
    });
  });

  it('with USER_IS_BLOCKED when they blocked the sender', async () => {
    const { anna, boris, client, peer } = await pair();
    await world.control.patch(`/users/${boris}`, { blocks: [anna] });
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject({
      code: 403,
      text: 'USER_IS_BLOCKED',
    });
  });

  it('with INPUT_USER_DEACTIVATED when their account is gone', async () => {
    const { boris, client, peer } = await pair();
    await world.control.patch(`/users/${boris}`, { deleted: true });
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject({
      code: 400,
      text: 'INPUT_USER_DEACTIVATED',
    });
  });

  it.each([
    ['contacts', 403, 'USER_PRIVACY_RESTRICTED'],
    ['premium', 406, 'PRIVACY_PREMIUM_REQUIRED'],
    ['paid', 403, 'ALLOW_PAYMENT_REQUIRED_25'],
  ])('to a stranger when they let in %s only', async (messages, code, text) => {
    const { client, peer } = await pair({ boris: { privacy: { messages, stars: 25 } } });
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject({ code, text });
  });

  it('but not to somebody they wrote to, whatever their privacy', async () => {
    const { anna, boris, client, peer } = await pair({
      boris: { privacy: { messages: 'contacts' } },
    });
    await writes(boris, anna);
    await expect(client.sendText(peer, 'x')).resolves.toMatchObject({ text: 'x' });
  });

  it('but not to a Premium account, or one that pays', async () => {
    const premium = await pair({
      anna: { premium: true },
      boris: { privacy: { messages: 'premium' } },
    });
    await expect(premium.client.sendText(premium.peer, 'x')).resolves.toBeDefined();
    const paid = await pair({ boris: { privacy: { messages: 'paid', stars: 25 } } });
    const sent = paid.client.sendText(paid.peer, 'x', { allowPaidMessages: Long.fromNumber(25) });
    await expect(sent).resolves.toBeDefined();
  });

  it('when it is a voice message and they want none', async () => {
    const { client, peer } = await pair({ boris: { privacy: { voiceMessages: 'nobody' } } });
    const voice = { type: 'voice', file: Buffer.from('not really'), duration: 1 } as const;
    await expect(client.sendMedia(peer, voice)).rejects.toMatchObject({
      text: 'VOICE_MESSAGES_FORBIDDEN',
    });
  });

  it.each([
    ['MESSAGE_EMPTY', '   \n '],
    ['MESSAGE_TOO_LONG', 'x'.repeat(4097)],
  ])('with %s', async (text, message) => {
    const { client, peer } = await pair();
    await expect(client.sendText(peer, message)).rejects.toMatchObject({ code: 400, text });
  });

  it('with MEDIA_CAPTION_TOO_LONG', async () => {
    const { client, peer } = await pair();
    const file = { type: 'document', file: Buffer.from('x'), caption: 'x'.repeat(1025) } as const;
    await expect(client.sendMedia(peer, file)).rejects.toMatchObject({
      text: 'MEDIA_CAPTION_TOO_LONG',
    });
  });

  it('with ENTITY_BOUNDS_INVALID when the styling lies outside of the text', async () => {
    const { client, peer } = await pair();
    const sent = client.call({
      _: 'messages.sendMessage',
      peer,
      message: 'short',
      randomId: Long.ONE,
      entities: [{ _: 'messageEntityBold', offset: 1, length: 9 }],
    });
    await expect(sent).rejects.toMatchObject({ text: 'ENTITY_BOUNDS_INVALID' });
  });
});

describe('Spam limits', () => {
  it('stop the account that starts too many conversations with strangers, for a day', async () => {
    const { anna, client } = await pair({ anna: { spamLimit: { strangersPerDay: 2 } } });
    const names = await strangers(3);
    await client.sendText(names[0] ?? '', 'hello');
    await client.sendText(names[1] ?? '', 'hello');
    await client.sendText(names[1] ?? '', 'hello again');
    await expect(client.sendText(names[2] ?? '', 'hello')).rejects.toMatchObject({
      code: 400,
      text: 'PEER_FLOOD',
    });
    const { limited } = await world.control.get<{ limited: object }>(`/users/${anna}`);
    expect(limited).toMatchObject({ until: expect.any(String) });
    await world.control.post('/clock', { advanceSeconds: 25 * 60 * 60 });
    await expect(client.sendText(names[2] ?? '', 'hello')).resolves.toBeDefined();
  });

  it('let a limited account answer those who wrote to it or have it in their contacts', async () => {
    const { anna, client } = await pair();
    await world.control.patch(`/users/${anna}`, { limited: true });
    const writer = await world.control.makeUser({ username: `writer_${anna}` });
    await world.control.makeUser({ username: `friend_${anna}`, contacts: [anna] });
    await world.control.makeUser({ username: `stranger_${anna}` });
    await writes(writer, anna);
    await expect(client.sendText(`writer_${anna}`, 'x')).resolves.toBeDefined();
    await expect(client.sendText(`friend_${anna}`, 'x')).resolves.toBeDefined();
    await expect(client.sendText(`stranger_${anna}`, 'x')).rejects.toThrow('PEER_FLOOD');
  });

  it('are told by @SpamBot', async () => {
    const { anna, client } = await pair();
    await expect(verdict(client, anna)).resolves.toMatch(/^Good news/);
    await world.control.patch(`/users/${anna}`, {
      limited: { until: '2030-01-01T00:00:00Z' },
    });
    await expect(verdict(client, anna)).resolves.toMatch(/^I'm afraid.*2030/);
  });

  it('answer a rate above the allowed with the time to wait', async () => {
    const { client, peer } = await pair({ anna: { spamLimit: { messagesPerMinute: 2 } } });
    await client.sendText(peer, 'one');
    await client.sendText(peer, 'two');
    const third = client.sendText(peer, 'three');
    await expect(third).rejects.toMatchObject({ code: 420, text: 'FLOOD_WAIT_%d' });
    await world.control.post('/clock', { advanceSeconds: 61 });
    await expect(client.sendText(peer, 'three')).resolves.toBeDefined();
  });
});

describe('An account', () => {
  it('that is banned is told so by every call', async () => {
    const { anna, client, peer } = await pair();
    await world.control.patch(`/users/${anna}`, { banned: true });
    const banned = { code: 401, text: 'USER_DEACTIVATED_BAN' };
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject(banned);
    await expect(client.getMe()).rejects.toMatchObject(banned);
  });

  it('that is frozen may read but not write', async () => {
    const { anna, client, peer } = await pair();
    await world.control.patch(`/users/${anna}`, { frozen: true });
    await expect(client.sendText(peer, 'x')).rejects.toMatchObject({
      code: 420,
      text: 'FROZEN_METHOD_INVALID',
    });
    await expect(client.getHistory(peer)).resolves.toHaveLength(0);
  });

  it('that is restricted says so in its profile and is limited', async () => {
    const { anna, client } = await pair();
    await world.control.patch(`/users/${anna}`, { restricted: { reason: 'Too many complaints' } });
    const me = await client.getMe();
    expect(me.isRestricted).toBe(true);
    expect(me.restrictions?.map(({ text }) => text)).toEqual(['Too many complaints']);
    const [name = ''] = await strangers(1);
    await expect(client.sendText(name, 'x')).rejects.toThrow('PEER_FLOOD');
  });

  it('whose session was revoked is told so, and finds nothing else lost', async () => {
    const { anna, client, peer, name } = await pair();
    await client.sendText(peer, 'before');
    expect(await world.control.delete(`/users/${anna}/sessions`)).toEqual({ revoked: 1 });
    await expect(client.getMe()).rejects.toMatchObject({ code: 401, text: 'SESSION_REVOKED' });
    const again = await world.signedIn(anna);
    const [message] = await again.getHistory(await again.resolvePeer(name));
    expect(message?.text).toBe('before');
  });

  it('that signed out is signed out', async () => {
    const { client } = await pair();
    await client.call({ _: 'auth.logOut' });
    await expect(client.call({ _: 'updates.getState' })).rejects.toMatchObject({
      code: 401,
      text: 'AUTH_KEY_UNREGISTERED',
    });
  });

  it('can see where it is signed in and end the other sessions', async () => {
    const { anna, client } = await pair();
    const other = await world.signedIn(anna);
    await other.getMe();
    const { authorizations } = await client.call({ _: 'account.getAuthorizations' });
    expect(authorizations.map(({ current }) => current).sort()).toEqual([false, true]);
    const hash = authorizations.find(({ current }) => !current)?.hash;
    if (!hash) throw new Error('The other session was expected');
    await client.call({ _: 'account.resetAuthorization', hash });
    await expect(other.getMe()).rejects.toMatchObject({ text: 'SESSION_REVOKED' });
    await expect(client.getMe()).resolves.toBeDefined();
  });
});

describe('People are found', () => {
  it('by username, in any case of letters, or not at all', async () => {
    const { boris, client, name } = await pair();
    const found = await client.call({
      _: 'contacts.resolveUsername',
      username: name.toUpperCase(),
    });
    expect(found.peer).toEqual({ _: 'peerUser', userId: boris });
    const call = (username: string) => client.call({ _: 'contacts.resolveUsername', username });
    await expect(call('nobody_here')).rejects.toMatchObject({ text: 'USERNAME_NOT_OCCUPIED' });
    await expect(call('1x')).rejects.toMatchObject({ text: 'USERNAME_INVALID' });
  });

  it('by phone, through the contacts, unless they hide it from strangers', async () => {
    const { client } = await pair();
    const open = await world.control.makeUser({ phone: '+7 910 000-00-01', firstName: 'Open' });
    await world.control.makeUser({
      phone: '+79100000002',
      privacy: { findByPhone: 'contacts' },
    });
    const lastName = 'Friend';
    const { users } = await client.importContacts([
      { phone: '+79100000001', firstName: 'My', lastName },
      { phone: '+79100000002', firstName: 'Hidden', lastName },
      { phone: '+79100009999', firstName: 'Nobody', lastName },
      { phone: 'no number', firstName: 'Nonsense', lastName },
    ]);
    expect(users).toMatchObject([{ id: open, firstName: 'My', lastName, contact: true }]);
    const resolve = (phone: string) => client.call({ _: 'contacts.resolvePhone', phone });
    await expect(resolve('79100000001')).resolves.toBeDefined();
    await expect(resolve('79100000002')).rejects.toMatchObject({ text: 'PHONE_NOT_OCCUPIED' });
    const contacts = await client.getContacts();
    expect(contacts.map(({ id }) => id)).toEqual([open]);
  });
});

describe('A method that the box does not know', () => {
  it('is refused with 400, never with 500', async () => {
    const { client } = await pair();
    await expect(client.call({ _: 'help.getSupport' })).rejects.toMatchObject({
      code: 400,
      text: 'METHOD_INVALID',
    });
  });
});

async function strangers(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, (_, i) => `stranger_${Date.now()}_${i}`);
  for (const username of names) await world.control.makeUser({ username });
  return names;
}

/** What @SpamBot answers to /start. */
async function verdict(client: TelegramClient, userId: number): Promise<string> {
  const path = `/messages?from=${SPAM_BOT}&to=${userId}`;
  type Page = { messages: { text: string }[] };
  const before = (await world.control.get<Page>(path)).messages.length;
  await client.sendText('SpamBot', '/start');
  for (;;) {
    const { messages } = await world.control.get<Page>(path);
    const answer = messages[before];
    if (answer) return answer.text;
  }
}
