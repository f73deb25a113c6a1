import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Browser, join, OWNER, openBrowser, setUp } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let anna: Browser;
const HOUR_MS = 3_600_000;

beforeEach(async () => {
  server = await startTestServer({}, { now: new Date('2026-03-02T09:00:00Z') });
  anna = await setUp(server);
});
afterEach(() => server?.stop());

const tryWith = (typed: object, browser = openBrowser(server)) =>
  browser.post('/session', { ...OWNER, ...typed });

describe('with login and password', () => {
  test('somebody gets a session in a cookie that no script reads and no other site sends', async () => {
    const answer = await tryWith({ login: ' Anna ' });
    expect(answer.status).toBe(201);
    expect(answer.body.session.operator).toMatchObject({ name: 'Anna', role: 'owner' });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^vestnik_session=vss_[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(JSON.stringify(answer.body)).not.toContain('vss_');
  });

  test('the cookie is for https alone when the request came by it', async () => {
    const browser = openBrowser(server, { headers: { 'x-forwarded-proto': 'https' } });
    const answer = await tryWith({}, browser);
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
  });

  test('an unknown login and a wrong password are answered alike', async () => {
    const unknown = await tryWith({ login: 'nobody' });
    const wrong = await tryWith({ password: 'correct horse batterz' });
    expect([wrong.status, wrong.body.error]).toEqual([401, 'wrong_sign_in']);
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.headers.get('set-cookie')).toBeNull();
  });

  test.each([
    ['no login', { login: undefined }],
    ['a password that is no text', { password: { $ne: '' } }],
    ['a field too much', { role: 'owner' }],
  ])('%s is no way to ask', async (_, typed) => {
    const { status, body } = await tryWith(typed);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
  });

  test('somebody who was invited and has no password yet cannot sign in', async () => {
    await anna.post('/operators', { name: 'Boris', role: 'operator' });
    expect((await tryWith({ login: 'boris', password: '' })).body.error).toBe('wrong_sign_in');
  });
});

describe('whoever guesses', () => {
  const guess = (login: string, i: number, password = 'not the password') =>
    tryWith({ login, password }, openBrowser(server, { address: `198.51.100.${i}` }));

  test('finds the door shut for fifteen minutes after ten mistakes, also with the right password', async () => {
    for (let i = 0; i < 10; i++) expect((await guess('anna', i)).body.retry_after).toBeUndefined();
    const shut = await guess('anna', 11, OWNER.password);
    expect([shut.status, shut.body.error]).toEqual([401, 'wrong_sign_in']);
    expect(shut.body.retry_after).toBe(900);
    server.clock.advance(10 * 60_000);
    expect((await guess('anna', 12, OWNER.password)).body.retry_after).toBe(300);
    server.clock.advance(5 * 60_000);
    expect((await guess('anna', 13, OWNER.password)).status).toBe(201);
  });

  test('stands in the audit, with the address and when it was shut out; what was typed does not', async () => {
    for (let i = 0; i < 11; i++) await guess('anna', i);
    await guess('nobody', 20, 'my other password');
    await server.drain();
    const { body } = await anna.get('/audit?actor=stranger');
    const told = body.entries.map((entry: { action: string; details: object }) => [
      entry.action,
      entry.details,
    ]);
    const id = expect.any(Number);
    expect(told.slice(0, 3)).toEqual([
      ['operator.sign_in_failed', { operator_id: null, because: 'password' }],
      ['operator.locked_out', { operator_id: id, minutes: 15 }],
      ['operator.sign_in_failed', { operator_id: id, because: 'password' }],
    ]);
    expect(told).toHaveLength(12);
    expect(body.entries[0].address).toBe('198.51.100.20');
    expect(JSON.stringify(body)).not.toMatch(/nobody|password of|other/);
  });

  test('cannot tell by the lock whether anybody has the login', async () => {
    for (let i = 0; i < 10; i++) await guess('nobody', i);
    const shut = await guess('nobody', 11);
    expect([shut.body.error, shut.body.retry_after]).toEqual(['wrong_sign_in', 900]);
  });

  test('gets no more tries by sending them all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 15 }, (_, i) => guess('anna', i)));
    const counted = answers.filter(({ body }) => body.retry_after === undefined);
    expect(counted).toHaveLength(10);
  });

  test('leaves those alone who are signed in, and those with other logins', async () => {
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    for (let i = 0; i < 11; i++) await guess('anna', i);
    expect((await anna.get('/session')).body.session).not.toBeNull();
    expect((await guess('boris', 20, boris.password)).status).toBe(201);
  });

  test('begins anew after a right password', async () => {
    for (let i = 0; i < 9; i++) await guess('anna', i);
    expect((await guess('anna', 10, OWNER.password)).status).toBe(201);
    for (let i = 0; i < 9; i++) await guess('anna', i);
    expect((await guess('anna', 11, OWNER.password)).status).toBe(201);
  });

  test('has thirty tries from one address, whatever the logins, and its neighbours too', async () => {
    const from = (address: string, i: number) =>
      tryWith({ login: `guess${i}` }, openBrowser(server, { address }));
    for (let i = 0; i < 30; i++) expect((await from(`2001:db8::${i}`, i)).status).toBe(401);
    const braked = await from('2001:db8::ffff', 99);
    expect([braked.status, braked.body.error]).toEqual([429, 'too_many_requests']);
    expect(braked.body.retry_after).toBe(600);
    expect((await from('2001:db8:0:1::1', 99)).status).toBe(401);
  });

  test('does not use up the tries of a team that signs in from the same address', async () => {
    for (let i = 0; i < 35; i++) {
      const answer = await tryWith({}, openBrowser(server, { address: '203.0.113.9' }));
      expect(answer.status).toBe(201);
    }
  });
});

test('proxies that are named are believed about who came, others are not', async () => {
  const address = async (env: Record<string, string>) => {
    const other = await startTestServer(env);
    try {
      const owner = await setUp(other);
      await openBrowser(other, { address: '203.0.113.7, 10.1.2.3' }).post('/session', OWNER);
      const { body } = await owner.get('/session/all');
      return body.sessions.map((one: { address: string }) => one.address);
    } finally {
      await other.stop();
    }
  };
  expect(await address({})).toContain('10.1.2.3');
  expect(await address({ TRUSTED_PROXIES: '10.1.0.0/16' })).toContain('203.0.113.7');
});

describe('a session', () => {
  test('ends after twelve idle hours, and each use puts that off', async () => {
    server.clock.advance(11 * HOUR_MS);
    expect((await anna.get('/operators')).status).toBe(200);
    server.clock.advance(11 * HOUR_MS);
    const { body } = await anna.get('/session');
    expect(body.session.expires_at).toBe('2026-03-03T19:00:00.000Z');
    server.clock.advance(12 * HOUR_MS);
    expect((await anna.get('/operators')).body.error).toBe('unauthorized');
    expect((await anna.get('/session')).body).toMatchObject({
      set_up_needed: false,
      session: null,
    });
  });

  test('ends after thirty days, however much it was used', async () => {
    for (let i = 0; i < 65; i++) {
      server.clock.advance(11 * HOUR_MS);
      expect((await anna.get('/operators')).status).toBe(200);
    }
    server.clock.advance(5 * HOUR_MS);
    expect((await anna.get('/operators')).status).toBe(401);
  });

  test('is a new one at every sign-in: one that was planted is worth nothing', async () => {
    const planted = openBrowser(server);
    planted.token = 'vss_a-token-that-somebody-else-chose';
    await tryWith({}, planted);
    expect(planted.token).not.toContain('somebody-else');
    const thief = openBrowser(server);
    thief.token = 'vss_a-token-that-somebody-else-chose';
    expect((await thief.get('/session')).body.session).toBeNull();
  });

  test('ends when somebody signs in anew with the same browser', async () => {
    const before = anna.token;
    await tryWith({}, anna);
    const thief = openBrowser(server);
    thief.token = before;
    expect((await thief.get('/operators')).status).toBe(401);
    expect((await anna.get('/session/all')).body.sessions).toHaveLength(1);
  });

  test('is over once its operator signs out, also for whoever copied the cookie', async () => {
    const thief = openBrowser(server);
    thief.token = anna.token;
    const out = await anna.delete('/session');
    expect(out.status).toBe(200);
    expect(out.headers.get('set-cookie')).toMatch(/^vestnik_session=; Path=\/; Max-Age=0/);
    expect((await thief.get('/operators')).status).toBe(401);
  });

  test('stands in the list of its operator, and of nobody else', async () => {
    const boris = await join(server, anna, { role: 'operator', login: 'boris' });
    const phone = openBrowser(server, {
      address: '203.0.113.7',
      headers: { 'user-agent': 'Phone/1' },
    });
    await tryWith({}, phone);
    const { body } = await anna.get('/session/all');
    expect(body.sessions).toEqual([
      expect.objectContaining({ address: '203.0.113.7', user_agent: 'Phone/1', is_this: false }),
      expect.objectContaining({ is_this: true }),
    ]);
    expect((await boris.get('/session/all')).body.sessions).toHaveLength(1);
    const foreign = await boris.delete(`/session/all/${body.sessions[0].id}`);
    expect([foreign.status, foreign.body.error]).toEqual([404, 'not_found']);
  });

  test('can be ended from another one, and all the others at once', async () => {
    const phone = openBrowser(server);
    const laptop = openBrowser(server);
    await tryWith({}, phone);
    await tryWith({}, laptop);
    const { body } = await laptop.get('/session/all');
    const own = body.sessions.find((session: { is_this: boolean }) => session.is_this);
    await anna.delete(`/session/all/${own.id}`);
    expect((await laptop.get('/operators')).status).toBe(401);
    expect((await phone.get('/operators')).status).toBe(200);
    expect((await anna.delete('/session/all')).status).toBe(200);
    expect((await phone.get('/operators')).status).toBe(401);
    expect((await anna.get('/session/all')).body.sessions).toHaveLength(1);
  });

  test('notes its last use once a minute, not with every request', async () => {
    const lastSeen = async () => (await anna.get('/session/all')).body.sessions[0].last_seen_at;
    server.clock.advance(59_000);
    expect(await lastSeen()).toBe('2026-03-02T09:00:00.000Z');
    server.clock.advance(1_000);
    expect(await lastSeen()).toBe('2026-03-02T09:01:00.000Z');
    const { body } = await anna.get('/operators');
    expect(body.operators[0].last_seen_at).toBe('2026-03-02T09:01:00.000Z');
  });

  test('is not kept: the database holds a hash of its token', async () => {
    const { operatorSessions } = await import('../../server/features/sign-in/tables.ts');
    const rows = await server.app.db.select().from(operatorSessions);
    expect(JSON.stringify(rows.map((row) => Buffer.from(row.tokenHash).toString()))).not.toContain(
      anna.token?.slice(4),
    );
  });
});

describe('a password', () => {
  const change = (body: object) => anna.post('/session/password', body);

  test('is changed by who knows it, and every other session ends', async () => {
    const other = openBrowser(server);
    await tryWith({}, other);
    const changed = await change({ current: OWNER.password, password: 'a wholly new one' });
    expect(changed.status).toBe(200);
    expect((await other.get('/operators')).status).toBe(401);
    expect((await anna.get('/operators')).status).toBe(200);
    expect((await tryWith({})).status).toBe(401);
    expect((await tryWith({ password: 'a wholly new one' })).status).toBe(201);
  });

  test('stays when the current one is wrong, or the new one weak', async () => {
    const wrong = await change({ current: 'a guess', password: 'a wholly new one' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'password_invalid']);
    const weak = await change({ current: OWNER.password, password: 'short' });
    expect([weak.status, weak.body.error]).toEqual([400, 'weak_password']);
    expect((await tryWith({})).status).toBe(201);
  });

  test('cannot be guessed from a screen that was left open', async () => {
    for (let i = 0; i < 10; i++)
      await change({ current: `guess ${i}`, password: 'a new password' });
    const braked = await change({ current: OWNER.password, password: 'a new password' });
    expect([braked.status, braked.body.retry_after]).toEqual([429, 900]);
  });

  test('is the same however the keyboard composes its letters', async () => {
    await change({ current: OWNER.password, password: 'Йогурт и каша'.normalize('NFC') });
    expect((await tryWith({ password: 'Йогурт и каша'.normalize('NFD') })).status).toBe(201);
  });
});

test('who signed in and out stands in the audit log, with the address and no secret', async () => {
  await tryWith({}, openBrowser(server, { address: '203.0.113.7' }));
  await anna.delete('/session');
  await server.drain();
  const { body } = await server.api.get('/audit');
  const told = body.entries.map((e: { action: string }) => e.action);
  expect(told.slice(0, 2)).toEqual(['operator.signed_out', 'operator.signed_in']);
  expect(body.entries[1]).toMatchObject({ actor: 'operator:1', address: '203.0.113.7' });
  expect(JSON.stringify(body)).not.toMatch(/vss_|correct horse/);
});
