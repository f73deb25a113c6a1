import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { addAccount, newPhone } from '../support/accounts.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  sessionFile,
  sessionString,
  uploadFiles,
  uploadString,
} from '../support/upload-sessions.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'upload' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
});
afterEach(async () => {
  expect(await readdir(join(server.dataDir, 'temp'))).toEqual([]);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

const newUser = async (settings: Record<string, unknown> = {}) => {
  const phone = newPhone();
  return { id: await control.makeUser({ firstName: 'Ivan', phone, ...settings }), phone };
};

describe('an account comes from', () => {
  test.for(['telethon', 'gramjs', 'pyrogram', 'mtcute'] as const)(
    'a session string of %s in the field session_string',
    async (format) => {
      const user = await newUser({ username: `by_string_${format}` });
      const session = await sessionString(control, user.id, format);
      const answer = await uploadString(server, session, { notes: 'from the old system' });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          success: true,
          account: {
            id: expect.stringMatching(/^acc_\d+$/),
            phone: user.phone,
            username: `by_string_${format}`,
            first_name: 'Ivan',
            status: 'warming',
            warmup_day: 1,
            notes: 'from the old system',
            message: 'The account is added, its warm-up begins',
            connection: 'online',
          },
          failures: [],
        },
      });
    },
  );

  test.for([
    ['session_string', { type: 'session_string' }],
    ['no type', {}],
  ] as const)('a session string as a file, with %s', async ([, fields]) => {
    const user = await newUser();
    const session = await sessionString(control, user.id, 'telethon');
    const answer = await uploadFiles(server, [{ name: 'me.txt', bytes: `${session}\n` }], fields);
    expect(answer.body.account).toMatchObject({ phone: user.phone, status: 'warming' });
  });

  test.for([
    ['session_file', { type: 'session_file' }],
    ['no type', {}],
  ] as const)("Telethon's .session file, with %s", async ([, fields]) => {
    const user = await newUser();
    const bytes = await sessionFile(control, user.id, { format: 'telethon-file' });
    const answer = await uploadFiles(server, [{ name: 'me.session', bytes }], fields);
    expect(answer.body.account).toMatchObject({ phone: user.phone, status: 'warming' });
  });

  test.for([
    ['tdata_zip', { type: 'tdata_zip' }],
    ['tdata_folder', { type: 'tdata_folder' }],
    ['no type', {}],
  ] as const)('a zip with tdata, with %s', async ([, fields]) => {
    const user = await newUser();
    const bytes = await sessionFile(control, user.id, { format: 'tdata-zip' });
    const answer = await uploadFiles(server, [{ name: 'account.zip', bytes }], fields);
    expect(answer.body.account).toMatchObject({ phone: user.phone, status: 'warming' });
  });

  test('a zip with tdata behind a passcode', async () => {
    const user = await newUser();
    const bytes = await sessionFile(control, user.id, {
      format: 'tdata-zip',
      passcode: 'пароль 1',
    });
    const file = { name: 'account.zip', bytes };
    expect((await uploadFiles(server, [file])).body.error).toBe('wrong_passcode');
    expect((await uploadFiles(server, [file], { passcode: 'пароль 2' })).body).toMatchObject({
      success: false,
      error: 'wrong_passcode',
    });
    const answer = await uploadFiles(server, [file], { passcode: 'пароль 1' });
    expect(answer.body.account).toMatchObject({ phone: user.phone });
  });

  test.for([
    ['tdata_folder', { type: 'tdata_folder' }],
    ['no type', {}],
  ] as const)('the files of a tdata folder with their paths, with %s', async ([, fields]) => {
    const user = await newUser();
    const files = unzipSync(await sessionFile(control, user.id, { format: 'tdata-zip' }));
    const sent = Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
    expect(sent.length).toBeGreaterThan(2);
    const answer = await uploadFiles(server, sent, fields);
    expect(answer.body).toMatchObject({ success: true, account: { phone: user.phone } });
  });

  test('a tdata with several accounts, each of which joins the pool', async () => {
    const users = [await newUser(), await newUser(), await newUser()];
    const [first, ...others] = users;
    const bytes = await sessionFile(control, first?.id ?? 0, {
      format: 'tdata-zip',
      also: others.map((u) => u.id),
    });
    const { body } = await uploadFiles(server, [{ name: 'account.zip', bytes }]);
    const phones = body.accounts.map((a: { phone: string }) => a.phone);
    expect(phones.sort()).toEqual(users.map((u) => u.phone).sort());
    expect(body.account).toEqual(body.accounts[0]);
  });
});

test('what people write to an account in its first moments is heard', async () => {
  for (let i = 0; i < 5; i++) {
    const { telegramId } = await addAccount(server, control, { status: 'warming' });
    const person = await control.makeUser({ firstName: 'Anna' });
    await control.post(`/users/${person}/messages`, { to: telegramId, text: 'Hello' });
    await waitFor('the message', async () => {
      const { body } = await server.api.get(`/dialogs/${person}`);
      return body.messages?.[0]?.text === 'Hello' || undefined;
    });
  }
});

describe('what was brought is kept', () => {
  test('once for all accounts of an archive, and gone with the first that is deleted', async () => {
    const [first, second] = [await newUser(), await newUser()];
    const bytes = await sessionFile(control, first.id, { format: 'tdata-zip', also: [second.id] });
    const { body } = await uploadFiles(server, [{ name: 'account.zip', bytes }]);
    const backups = async () => readdir(join(server.dataDir, 'backups'));
    const phones: string[] = body.accounts.map((a: { phone: string }) => a.phone);
    expect([...phones].sort()).toEqual([first.phone, second.phone].sort());
    const kept = (await backups()).filter((name) => phones.some((p) => name.startsWith(p)));
    expect(kept).toEqual([`${phones[0]}_tdata.zip`]);
    await server.api.delete(`/accounts/${body.accounts[1].id}`);
    expect(await backups()).not.toContain(kept[0]);
    const { account } = (await server.api.get(`/accounts/${body.accounts[0].id}`)).body;
    await expect(readFile(account.session_file)).resolves.toBeTruthy();
  });

  test('sealed, readable only by its owner, and can be uploaded again after a loss', async () => {
    const user = await newUser();
    const bytes = await sessionFile(control, user.id, { format: 'tdata-zip' });
    const { body } = await uploadFiles(server, [{ name: 'account.zip', bytes }]);
    const backup = await readFile(join(server.dataDir, 'backups', `${user.phone}_tdata.zip`));
    expect(backup.includes('PK\x03\x04')).toBe(false);
    expect(
      (await stat(join(server.dataDir, 'backups', `${user.phone}_tdata.zip`))).mode & 0o77,
    ).toBe(0);
    expect(body.account.session_file).toBe(
      join(server.dataDir, 'sessions', `${user.phone}.session`),
    );
    const sessionBytes = await readFile(body.account.session_file);
    await server.api.delete(`/accounts/${body.account.id}`);
    for (const name of ['backup.zip', 'session.session']) {
      const copy = name === 'backup.zip' ? backup : sessionBytes;
      const again = await uploadFiles(server, [{ name, bytes: copy }]);
      expect(again.body.account).toMatchObject({ phone: user.phone });
      await server.api.delete(`/accounts/${again.body.account.id}`);
    }
  });
});
