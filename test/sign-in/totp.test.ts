import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findTotpStep, toBase32, totpCode, totpStep } from '../../server/features/sign-in/totp.ts';
import { operators } from '../../server/features/workspace/tables.ts';
import { type Browser, OWNER, openBrowser, setUp } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

describe('a code', () => {
  // RFC 6238, appendix B: the vectors of SHA-1, of which six digits are shown.
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %i is that of the standard', (second, code) => {
    const secret = Buffer.from('12345678901234567890');
    expect(totpCode(secret, totpStep(new Date(second * 1_000)))).toBe(code);
  });

  test('is good half a minute early or late, and no longer', () => {
    const secret = Buffer.from('12345678901234567890');
    const now = new Date(1_234_567_890_000);
    const step = totpStep(now);
    for (const off of [-1, 0, 1])
      expect(findTotpStep(secret, totpCode(secret, step + off), now)).toBe(step + off);
    for (const off of [-2, 2])
      expect(findTotpStep(secret, totpCode(secret, step + off), now)).toBeUndefined();
  });

  test.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('%j is none', (typed) => {
    expect(findTotpStep(Buffer.from('12345678901234567890'), typed, new Date())).toBeUndefined();
  });

  // RFC 4648, section 10.
  test.each([
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('has a secret in base32: %s is %s', (bytes, text) => {
    expect(toBase32(Buffer.from(bytes))).toBe(text);
  });
});

describe('the second step', () => {
  let server: TestServer;
  let anna: Browser;
  let secret: Buffer;

  beforeEach(async () => {
    server = await startTestServer({}, { now: new Date('2026-03-02T09:00:00Z') });
    anna = await setUp(server);
  });
  afterEach(() => server?.stop());

  const code = (stepsOff = 0) => totpCode(secret, totpStep(server.clock.now()) + stepsOff);
  const tryWith = (typed: object, browser = openBrowser(server)) =>
    browser.post('/session', { ...OWNER, ...typed });

  async function begin(): Promise<{ secret: string; uri: string }> {
    const { body } = await anna.post('/session/totp');
    secret = fromBase32(body.secret);
    return body;
  }
  async function turnOn(): Promise<void> {
    await begin();
    const { status } = await anna.post('/session/totp/confirm', { code: code() });
    expect(status).toBe(200);
    server.clock.advance(60_000);
  }

  test('begins with a secret that an app can read, and counts once a code was typed', async () => {
    const { secret: shown, uri } = await begin();
    expect(shown).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(
      `otpauth://totp/Vestnik:anna?secret=${shown}&issuer=Vestnik&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await tryWith({})).status).toBe(201);
    const wrong = await anna.post('/session/totp/confirm', { code: code(5) });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'code_invalid']);
    expect((await tryWith({})).status).toBe(201);
    await anna.post('/session/totp/confirm', { code: code() });
    expect((await tryWith({})).body.error).toBe('totp_required');
    expect((await anna.get('/session')).body.session.operator.has_totp).toBe(true);
  });

  test('is asked for after the right password alone', async () => {
    await turnOn();
    const asked = await tryWith({});
    expect([asked.status, asked.body.error]).toEqual([401, 'totp_required']);
    expect(asked.headers.get('set-cookie')).toBeNull();
    const wrong = await tryWith({ password: 'not the password', totp: code() });
    expect(wrong.body.error).toBe('wrong_sign_in');
    expect((await tryWith({ totp: code() })).status).toBe(201);
  });

  test('takes each code once, and none before the last', async () => {
    await turnOn();
    const used = code();
    expect((await tryWith({ totp: used })).status).toBe(201);
    const replayed = await tryWith({ totp: used });
    expect([replayed.status, replayed.body.error]).toEqual([401, 'wrong_totp']);
    expect((await tryWith({ totp: code(-1) })).body.error).toBe('wrong_totp');
    expect((await tryWith({ totp: code(1) })).status).toBe(201);
  });

  test('does not take the code that turned it on for signing in', async () => {
    await begin();
    const first = code();
    await anna.post('/session/totp/confirm', { code: first });
    expect((await tryWith({ totp: first })).body.error).toBe('wrong_totp');
  });

  test('takes one code once, also from two who come with it at the same moment', async () => {
    await turnOn();
    const totp = code();
    const answers = await Promise.all([tryWith({ totp }), tryWith({ totp })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  });

  test('shuts the door after ten wrong codes, but not for asking what is missing', async () => {
    await turnOn();
    const from = (i: number, totp?: string) =>
      tryWith({ totp }, openBrowser(server, { address: `198.51.100.${i}` }));
    for (let i = 0; i < 12; i++) expect((await from(i)).body.error).toBe('totp_required');
    for (let i = 0; i < 10; i++) expect((await from(i, '000000')).body.error).toBe('wrong_totp');
    expect((await from(30, code())).body).toMatchObject({
      error: 'wrong_sign_in',
      retry_after: 900,
    });
  });

  test('is turned off with the password, and no other way', async () => {
    await turnOn();
    const wrong = await anna.delete('/session/totp', { password: 'a guess' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'password_invalid']);
    expect((await anna.post('/session/totp')).body.error).toBe('conflict');
    expect((await anna.delete('/session/totp', { password: OWNER.password })).status).toBe(200);
    expect((await tryWith({})).status).toBe(201);
  });

  test('cannot be confirmed before it was begun', async () => {
    const early = await anna.post('/session/totp/confirm', { code: '123456' });
    expect([early.status, early.body.error]).toEqual([409, 'conflict']);
    const noCode = await anna.post('/session/totp/confirm', { code: 'abc' });
    expect([noCode.status, noCode.body.error]).toEqual([400, 'invalid_request']);
  });

  test('has a secret that stands sealed', async () => {
    await turnOn();
    const [stored] = await server.app.db.select().from(operators);
    const sealed = Buffer.from(stored?.totpSecret ?? []);
    expect(sealed.length).toBeGreaterThan(20);
    expect(sealed.includes(secret)).toBe(false);
  });
});

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}
