import {
  convertToGramjsSession,
  convertToPyrogramSession,
  convertToTelethonSession,
} from '@mtcute/convert';
import { writeStringSession } from '@mtcute/core/utils.js';
import { describe, expect, it } from 'vitest';
import { randomSession } from '../../../../test/support/session-fixtures.ts';
import { readSessionString } from './read-session-string.ts';

const invalid = expect.objectContaining({ code: 'invalid_session' });

describe('a session string', () => {
  it('of Telethon is read', () => {
    const session = randomSession({ dcId: 4 });
    const found = readSessionString(convertToTelethonSession(session));
    expect(found).toEqual({ dcId: 4, authKey: session.authKey });
  });

  it('of Telethon is read without its padding', () => {
    const session = randomSession();
    const text = convertToTelethonSession(session).replace(/=+$/, '');
    expect(readSessionString(text).authKey).toEqual(session.authKey);
  });

  it('of Telethon is read when it holds an IPv6 address', () => {
    const session = randomSession();
    const main = { ...session.primaryDcs.main, ipAddress: '2001:67c:4e8:f002::a', ipv6: true };
    const text = convertToTelethonSession({ ...session, primaryDcs: { main, media: main } });
    expect(readSessionString(text).authKey).toEqual(session.authKey);
  });

  it.each(['127.0.0.1', '149.154.167.91', '2001:67c:4e8:f002::a', 'venus.web.telegram.org'])(
    'of GramJS is read when its address is %s',
    (ipAddress) => {
      const session = randomSession();
      const main = { ...session.primaryDcs.main, ipAddress };
      const text = convertToGramjsSession({ ...session, primaryDcs: { main, media: main } });
      const found = readSessionString(text);
      expect(found).toEqual({ dcId: 2, authKey: session.authKey });
    },
  );

  it('of Pyrogram 2 is read with its owner', () => {
    const session = randomSession({ dcId: 5, userId: 7_123_456_789 });
    const found = readSessionString(convertToPyrogramSession(session, { apiId: 94575 }));
    expect(found).toEqual({
      dcId: 5,
      authKey: session.authKey,
      userId: 7_123_456_789,
    });
  });

  it('of Pyrogram 1 is read with its owner', () => {
    const session = randomSession({ userId: 7_123_456_789 });
    const found = readSessionString(convertToPyrogramSession(session));
    expect(found.userId).toBe(7_123_456_789);
    expect(found.authKey).toEqual(session.authKey);
  });

  it('of the oldest Pyrogram, with a short owner id, is read', () => {
    const { authKey } = randomSession();
    const owner = Buffer.alloc(5);
    owner.writeUInt32BE(123_456_789);
    const bytes = Buffer.concat([Buffer.from([2, 0]), authKey, owner]);
    const found = readSessionString(bytes.toString('base64url'));
    expect(found).toEqual({ dcId: 2, authKey, userId: 123_456_789 });
  });

  it.each([1, 2, 3, 4, 5])('of mtcute is read for data centre %i', (dcId) => {
    const session = randomSession({ dcId, userId: 42 });
    const found = readSessionString(writeStringSession(session));
    expect(found).toEqual({ dcId, authKey: session.authKey, userId: 42 });
  });

  it('is read through white space and line breaks', () => {
    const session = randomSession({ userId: 42 });
    const text = writeStringSession(session).replace(/(.{64})/g, '$1\r\n');
    expect(readSessionString(`\ufeff  ${text}\n\n`).userId).toBe(42);
  });

  it('without a known owner is read without one', () => {
    const found = readSessionString(convertToPyrogramSession(randomSession()));
    expect(found).not.toHaveProperty('userId');
  });
});

describe('a text is refused as a session', () => {
  const telethon = convertToTelethonSession(randomSession());
  const pyrogram = convertToPyrogramSession(randomSession({ userId: 1 }));
  const mtcute = writeStringSession(randomSession({ userId: 1 }));

  it.each([
    ['when it is empty', ''],
    ['when it is something else', 'please add my account'],
    ['when it is the start of a Telethon string', telethon.slice(0, 300)],
    ['when it is the start of a Pyrogram string', pyrogram.slice(0, 300)],
    ['when it is the start of an mtcute string', mtcute.slice(0, 300)],
    ['when it is the end of a Telethon string', telethon.slice(20)],
    ['when it is two strings', `${telethon}\n${telethon}`],
    ['when it is endless', 'A'.repeat(100_000)],
    ['when it is base64 of something else', Buffer.alloc(300, 'text').toString('base64')],
  ])('%s', (_, text) => {
    expect(() => readSessionString(text)).toThrow(invalid);
  });

  it('when its data centre does not exist', () => {
    const bytes = Buffer.from(telethon.slice(1), 'base64');
    bytes.writeUInt8(77, 0);
    expect(() => readSessionString(`1${bytes.toString('base64url')}`)).toThrow(/77/);
  });

  it('when its key is empty', () => {
    const text = convertToTelethonSession({ ...randomSession(), authKey: new Uint8Array(256) });
    expect(() => readSessionString(text)).toThrow(/no usable auth key/);
  });

  it('when it belongs to a bot', () => {
    const text = convertToPyrogramSession(randomSession({ userId: 42, isBot: true }));
    expect(() => readSessionString(text)).toThrow(/bot/);
  });

  it('when it belongs to the test servers', () => {
    const session = randomSession();
    const main = { id: 2, ipAddress: '149.154.167.40', port: 443, testMode: true };
    const test = { ...session, primaryDcs: { main, media: main } };
    for (const convert of [convertToTelethonSession, convertToGramjsSession, writeStringSession]) {
      expect(() => readSessionString(convert(test))).toThrow(/test servers/);
    }
  });

  it('with an error that holds none of it', () => {
    const secret = telethon.slice(0, 340);
    try {
      readSessionString(secret);
      expect.unreachable();
    } catch (error) {
      expect(error).toEqual(invalid);
      const shown = `${JSON.stringify(error)}${error instanceof Error ? error.stack : ''}`;
      expect(shown).not.toContain(secret.slice(10, 40));
      expect(error).toHaveProperty('cause', undefined);
    }
  });
});
