import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { addAccount, newPhone } from '../support/accounts.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { randomSession, telethonFile } from '../support/session-fixtures.ts';
import { statusChanges } from '../support/status-changes.ts';
import {
  sessionFile,
  sessionString,
  uploadFiles,
  uploadString,
} from '../support/upload-sessions.ts';
import { makeZip } from '../support/zip.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let before: string[];

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'bad input' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
});
beforeEach(async () => {
  await control.delete('/faults');
  before = await everything();
});
afterEach(async () => {
  expect(await readdir(join(server.dataDir, 'temp'))).toEqual([]);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

/** The accounts there are, and the files kept of them. */
async function everything(): Promise<string[]> {
  const { accounts } = (await server.api.get('/accounts?limit=100')).body;
  const files = await Promise.all(
    ['sessions', 'backups'].map((name) => readdir(join(server.dataDir, name)).catch(() => [])),
  );
  return [...accounts.map((a: { id: string }) => a.id), ...files.flat()];
}

/** Refused with this code, in words, and nothing of it stays. */
async function expectRefused(answer: Answer, status: number, error: string): Promise<void> {
  expect(answer).toMatchObject({ status, body: { success: false, error } });
  expect(answer.body.message.length).toBeGreaterThan(20);
  expect(await everything()).toEqual(before);
}

async function newUser(settings: Record<string, unknown> = {}): Promise<number> {
  return control.makeUser({ firstName: 'Ivan', phone: newPhone(), ...settings });
}

const key = Buffer.from('TDF$');

describe('an upload is refused when it is', () => {
  test('empty', async () => {
    await expectRefused(await uploadFiles(server, []), 400, 'invalid_request');
  });

  test('no form at all', async () => {
    const answer = await server.api.post('/accounts/upload', { session_string: 'x' });
    await expectRefused(answer, 400, 'invalid_request');
  });

  test('of a type that does not exist', async () => {
    const answer = await uploadString(server, 'x', { type: 'pyrogram' });
    await expectRefused(answer, 400, 'invalid_request');
    expect(answer.body.message).toContain('type');
  });

  test.for([
    ['a broken zip', 'a.zip', Buffer.from('PK\x03\x04 and then nothing')],
    ['a zip that is none', 'a.zip', Buffer.from([0, 1, 2, 3])],
    ['a zip without accounts', 'a.zip', makeZip([{ name: 'notes/readme.md', data: 'hello' }])],
    ['a tdata whose key is damaged', 'a.zip', makeZip([{ name: 'tdata/key_datas', data: key }])],
  ] as const)('%s', async ([, name, bytes]) => {
    await expectRefused(await uploadFiles(server, [{ name, bytes }]), 400, 'invalid_tdata');
  });

  test.for([
    ['a text that is no session', 'me.txt', 'hello'],
    ['a damaged .session file', 'me.session', 'SQLite format 3\0 and then nothing'],
    ['an empty file', 'me.session', ''],
  ] as const)('%s', async ([, name, bytes]) => {
    await expectRefused(await uploadFiles(server, [{ name, bytes }]), 400, 'invalid_session');
  });

  test('a session string that is none', async () => {
    await expectRefused(await uploadString(server, 'hello'), 400, 'invalid_session');
  });

  test.for([
    ['a bomb', [{ name: 'tdata/key_datas', data: Buffer.alloc(30_000_000) }]],
    ['a path out of it', [{ name: '../../evil.session', data: 'x' }]],
    ['an absolute path', [{ name: '/etc/evil.session', data: 'x' }]],
    ['a link', [{ name: 'tdata/key_datas', data: '/etc/passwd', unixMode: 0o120777 }]],
    ['a file larger than it claims', [{ name: 'tdata/key_datas', data: 'xxxx', claimedSize: 1 }]],
  ])('a zip with %s', async ([, entries]) => {
    const bytes = makeZip(entries as Parameters<typeof makeZip>[0]);
    await expectRefused(
      await uploadFiles(server, [{ name: 'a.zip', bytes }]),
      400,
      'unsafe_archive',
    );
  });

  test('a file whose name leads out of the upload', async () => {
    const answer = await uploadFiles(server, [{ name: '../../evil.session', bytes: 'x' }]);
    await expectRefused(answer, 400, 'invalid_path');
  });

  test('a type that contradicts the file', async () => {
    const bytes = await telethonFile(randomSession());
    const answer = await uploadFiles(server, [{ name: 'a.session', bytes }], { type: 'tdata_zip' });
    await expectRefused(answer, 400, 'invalid_tdata');
  });

  test('two archives at once, of which one would be overlooked', async () => {
    const bytes = await sessionFile(control, await newUser(), { format: 'tdata-zip' });
    const files = [
      { name: 'a.zip', bytes },
      { name: 'b.zip', bytes },
    ];
    await expectRefused(await uploadFiles(server, files), 400, 'invalid_request');
  });

  test('a file and a session string at once, of which one would be overlooked', async () => {
    const session = await sessionString(control, await newUser());
    const form = new FormData();
    form.append('file', new Blob([session]), 'me.txt');
    form.set('session_string', session);
    await expectRefused(await server.api.form('/accounts/upload', form), 400, 'invalid_request');
  });

  test('files that cannot stand beside each other', async () => {
    const answer = await uploadFiles(server, [
      { name: 'tdata', bytes: 'x' },
      { name: 'tdata/key_datas', bytes: 'x' },
    ]);
    await expectRefused(answer, 400, 'invalid_request');
  });
});

describe('an account is refused when Telegram', () => {
  test('has banned it', async () => {
    const user = await newUser();
    const session = await sessionString(control, user);
    await control.patch(`/users/${user}`, { banned: true });
    await expectRefused(await uploadString(server, session), 409, 'account_banned');
  });

  test.for([
    ['USER_DEACTIVATED', 'account_banned'],
    ['USER_DEACTIVATED_BAN', 'account_banned'],
    ['AUTH_KEY_UNREGISTERED', 'session_expired'],
    ['SESSION_REVOKED', 'session_expired'],
    ['SESSION_EXPIRED', 'session_expired'],
  ] as const)('answers %s', async ([error, code]) => {
    const user = await newUser();
    await control.post('/faults', { error, method: 'users.getUsers', userId: user });
    const answer = await uploadString(server, await sessionString(control, user));
    await expectRefused(answer, 409, code);
  });

  test('has ended its session', async () => {
    const user = await newUser();
    const session = await sessionString(control, user);
    await control.delete(`/users/${user}/sessions`);
    await expectRefused(await uploadString(server, session), 409, 'session_expired');
  });

  test('never knew its session', async () => {
    const bytes = await telethonFile(randomSession());
    const answer = await uploadFiles(server, [{ name: 'me.session', bytes }]);
    await expectRefused(answer, 409, 'session_expired');
  });

  test('asks to wait, and comes in later', async () => {
    const user = await newUser();
    const session = await sessionString(control, user);
    const busy = { method: 'users.getUsers', userId: user };
    await control.post('/faults', { error: 'FLOOD_WAIT_3600', ...busy });
    await expectRefused(await uploadString(server, session), 429, 'flood_wait');
    await control.delete('/faults');
    expect(await uploadString(server, session)).toMatchObject({ status: 200 });
  });

  test('refuses its first call as PEER_FLOOD: it was never looked at', async () => {
    const user = await newUser();
    const fault = { error: 'PEER_FLOOD', method: 'users.getUsers', userId: user };
    await control.post('/faults', fault);
    const answer = await uploadString(server, await sessionString(control, user));
    await expectRefused(answer, 400, 'conversion_failed');
  });
});

test('a limited account is taken in and told of as limited', async () => {
  const user = await newUser();
  const session = await sessionString(control, user);
  await control.patch(`/users/${user}`, { limited: true });
  const { body } = await uploadString(server, session);
  expect(body.account).toMatchObject({ status: 'limited', daily_limit: 0 });
  expect(body.account.message).toContain('limited');
  expect(await statusChanges(server, body.account.id)).toMatchObject([
    { from: 'checking', to: 'warming', cause: 'arrived' },
    { from: 'warming', to: 'limited', cause: 'checked' },
  ]);
});

describe('an account comes once', () => {
  test('by the same session', async () => {
    const user = await newUser();
    const session = await sessionString(control, user, 'telethon');
    await uploadString(server, session);
    before = await everything();
    await expectRefused(await uploadString(server, session), 409, 'already_exists');
  });

  test('by another session of the same person', async () => {
    const { telegramId } = await addAccount(server, control);
    before = await everything();
    const another = await sessionString(control, telegramId);
    await expectRefused(await uploadString(server, another), 409, 'already_exists');
  });

  test.for(['one session', 'two sessions'])('though %s come at the same moment', async (how) => {
    const user = await newUser();
    const first = await sessionString(control, user);
    const second = how === 'one session' ? first : await sessionString(control, user);
    const answers = await Promise.all([first, second, first].map((s) => uploadString(server, s)));
    const codes = answers.map((a) => a.body.error ?? 'added').sort();
    expect(codes).toEqual(['added', 'already_exists', 'already_exists']);
  });
});

test('of an archive with a good and a bad account the good one comes in, and the bad one is named', async () => {
  const good = await newUser();
  const bad = await newUser();
  const bytes = await sessionFile(control, good, { format: 'tdata-zip', also: [bad] });
  await control.patch(`/users/${bad}`, { banned: true });
  const answer = await uploadFiles(server, [{ name: 'a.zip', bytes }]);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      success: true,
      account: { telegram_id: good, status: 'warming' },
      failures: [{ error: 'account_banned', message: expect.stringContaining('banned') }],
    },
  });
  expect(answer.body.accounts).toHaveLength(1);
});
