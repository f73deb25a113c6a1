import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSetUpCode } from '../../server/features/sign-in/set-up-code.ts';
import { openTestApp } from '../support/app.ts';
import { OWNER, openBrowser, setUp } from '../support/browser.ts';
import { openTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const now = new Date('2026-03-02T09:00:00Z');

beforeEach(async () => {
  server = await startTestServer({}, { now });
});
afterEach(() => server?.stop());

const owner = { name: 'Anna', ...OWNER };
const noticed = () => /\b(?:\w{4}-){2}\w{4}\b/.exec(server.notices.join('\n'))?.[0];

test('a fresh server prints a code, and says to the console that an owner is needed', async () => {
  expect(noticed()).toBeDefined();
  expect(server.notices.join('\n')).toContain('/app/');
  const { body } = await openBrowser(server).get('/session');
  expect(body).toEqual({
    success: true,
    set_up_needed: true,
    session: null,
    now: '2026-03-02T09:00:00.000Z',
  });
});

test('whoever has the code becomes the owner and is signed in', async () => {
  const browser = openBrowser(server);
  const code = noticed()?.toLowerCase().replaceAll('-', ' ');
  const made = await browser.post('/session/set-up', { ...owner, code, language: 'en' });
  expect(made.status).toBe(201);
  expect(made.body.session).toMatchObject({
    operator: { name: 'Anna', login: 'anna', role: 'owner', has_totp: false },
    workspace: { name: 'Vestnik', language: 'en' },
    expires_at: '2026-03-02T21:00:00.000Z',
  });
  expect(made.body.session.permissions).toContain('operators.write');
  const { body } = await browser.get('/session');
  expect(body).toEqual({ ...made.body, set_up_needed: false });
});

test('the code works once, and afterwards no code does', async () => {
  const code = noticed();
  await openBrowser(server).post('/session/set-up', { ...owner, code });
  const again = await openBrowser(server).post('/session/set-up', {
    ...owner,
    login: 'mallory',
    code,
  });
  expect([again.status, again.body.error]).toEqual([409, 'conflict']);
  expect(await makeSetUpCode(server.app)).toBeUndefined();
});

test('of two who have the code at the same time one becomes the owner', async () => {
  const code = noticed();
  const answers = await Promise.all(
    ['anna', 'boris'].map((login) =>
      openBrowser(server).post('/session/set-up', { ...owner, login, code }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('a wrong code makes nobody, and an address may guess thirty times in ten minutes', async () => {
  const guess = (address: string, code = 'AAAA-BBBB-CCCC') =>
    openBrowser(server, { address }).post('/session/set-up', { ...owner, code });
  for (let i = 0; i < 30; i++) {
    const { status, body } = await guess('198.51.100.1');
    expect([status, body.error]).toEqual([403, 'wrong_set_up_code']);
  }
  const braked = await guess('198.51.100.1', noticed());
  expect([braked.status, braked.body.retry_after]).toEqual([429, 600]);
  expect(braked.headers.get('retry-after')).toBe('600');
  expect((await guess('198.51.100.2')).status).toBe(403);
  server.clock.advance(600_000);
  expect((await guess('198.51.100.1', noticed())).status).toBe(201);
});

test.each([
  ['a short password', { password: 'nine char' }, 'weak_password'],
  [
    'a password that is the login',
    { login: 'anna.maria', password: 'Anna.Maria' },
    'weak_password',
  ],
  ['an endless password', { password: 'x'.repeat(201) }, 'weak_password'],
  ['a login with spaces', { login: 'an na' }, 'invalid_request'],
  ['a login of one letter', { login: 'a' }, 'invalid_request'],
  ['no name', { name: ' ' }, 'invalid_request'],
  ['a field too much', { role: 'owner' }, 'invalid_request'],
])('%s is refused, and the code stays good', async (_, wrong, error) => {
  const code = noticed();
  const refused = await openBrowser(server).post('/session/set-up', { ...owner, ...wrong, code });
  expect([refused.status, refused.body.error]).toEqual([400, error]);
  expect((await openBrowser(server).post('/session/set-up', { ...owner, code })).status).toBe(201);
});

test('a password is kept as argon2id, of the cost that OWASP asks for', async () => {
  await setUp(server);
  const { operators } = await import('../../server/features/workspace/tables.ts');
  const [stored] = await server.app.db.select().from(operators);
  expect(stored?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('a restart prints another code and the one before works no more', async () => {
  const database = await openTestDatabase();
  try {
    const first = await startTestServer({}, { now, database });
    const old = /(?:\w{4}-){2}\w{4}/.exec(first.notices.join('\n'))?.[0];
    await first.stop();
    const second = await startTestServer({}, { now, database });
    try {
      const fresh = /(?:\w{4}-){2}\w{4}/.exec(second.notices.join('\n'))?.[0];
      expect(fresh).not.toBe(old);
      const set = (code: string | undefined) =>
        openBrowser(second).post('/session/set-up', { ...owner, code });
      expect((await set(old)).body.error).toBe('wrong_set_up_code');
      expect((await set(fresh)).status).toBe(201);
    } finally {
      await second.stop();
    }
  } finally {
    await database.close();
  }
});

test('of several processes each has a code of its own, and all of them work', async () => {
  const database = await openTestDatabase();
  try {
    const [one, two] = [
      await startTestServer({}, { now, database }),
      await startTestServer({}, { now, database }),
    ];
    try {
      const code = /(?:\w{4}-){2}\w{4}/.exec(one.notices.join('\n'))?.[0];
      expect((await openBrowser(two).post('/session/set-up', { ...owner, code })).status).toBe(201);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  } finally {
    await database.close();
  }
});

test('a process that answers no requests prints no code', async () => {
  const house = await openTestApp(now, { ROLES: 'worker' });
  expect(await makeSetUpCode(house.app)).toBeUndefined();
  await house.close();
});
