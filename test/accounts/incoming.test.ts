import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start-emulator.ts';
import { type ControlClient, controlOf } from '../../emulator/test/control-client.ts';
import { waitFor } from '../../emulator/test/wait-for.ts';
import { accountImports } from '../../server/features/accounts/tables.ts';
import { newPhone } from '../support/accounts.ts';
import { openTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { sessionFile, sessionString } from '../support/upload-sessions.ts';

let box: Emulator;
let control: ControlClient;
let server: TestServer;
let incoming: string;

beforeAll(async () => {
  box = await startEmulator({ mtprotoPort: 0, httpPort: 0, seed: 'incoming' });
  control = controlOf(box);
  server = await startTestServer({ TELEGRAM_EMULATOR: box.control });
  incoming = join(server.dataDir, 'incoming');
});
beforeEach(() => control.delete('/faults'));
afterEach(async () => {
  expect(await readdir(join(server.dataDir, 'temp'))).toEqual([]);
});
afterAll(async () => {
  await server?.stop();
  await box?.stop();
});

async function newUser() {
  const phone = newPhone();
  return { id: await control.makeUser({ firstName: 'Ivan', phone }), phone };
}

const tdata = (user: { id: number }) => sessionFile(control, user.id, { format: 'tdata-zip' });

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Waits until the server took the account in by itself. */
async function arrival(phone: string) {
  return waitFor(
    `the account ${phone}`,
    async () => {
      const { body } = await server.api.get(`/accounts?search=${encodeURIComponent(phone)}`);
      const [account] = body.accounts;
      return account && account.status !== 'checking' ? account : undefined;
    },
    20_000,
  );
}

async function gone(path: string) {
  await waitFor(`${path} to be taken`, async () => !(await isThere(path)) || undefined, 20_000);
}

/** How often imports of a file were finished, and how. */
async function outcomes(name: string) {
  const rows = await server.app.db.select().from(accountImports).orderBy(accountImports.id);
  return rows
    .filter((r) => r.fileName === name && r.status !== 'running')
    .map((r) => r.result?.failures[0]?.code ?? r.status);
}

describe('a file copied into the incoming folder', () => {
  test('is taken in by itself: moved sealed to the backups, gone from the folder', async () => {
    const user = await newUser();
    const path = join(incoming, 'account.zip');
    const bytes = await tdata(user);
    await writeFile(path, bytes);
    expect(await arrival(user.phone)).toMatchObject({ status: 'warming' });
    await gone(path);
    const backup = await readFile(join(server.dataDir, 'backups', `${user.phone}_tdata.zip`));
    expect(backup.length).toBeGreaterThanOrEqual(bytes.length);
    expect(backup.includes(bytes.subarray(0, 64))).toBe(false);
  });

  test('may be a .session file, a text with a session string, or a whole tdata folder', async () => {
    const [byFile, byText, byFolder] = [await newUser(), await newUser(), await newUser()];
    const file = await sessionFile(control, byFile.id, { format: 'telethon-file' });
    await writeFile(join(incoming, 'one.session'), file);
    await writeFile(join(incoming, 'two.txt'), await sessionString(control, byText.id, 'telethon'));
    for (const [name, bytes] of Object.entries(unzipSync(await tdata(byFolder)))) {
      const path = join(incoming, 'three', name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, bytes);
    }
    for (const { phone } of [byFile, byText, byFolder]) await arrival(phone);
    for (const name of ['one.session', 'two.txt', 'three']) await gone(join(incoming, name));
  });

  test('is left alone while it is still being written, under whatever name', async () => {
    const user = await newUser();
    const bytes = await tdata(user);
    const half = Math.floor(bytes.length / 2);
    const growing = join(incoming, 'growing.zip');
    const part = join(incoming, 'copied.zip.part');
    await writeFile(part, bytes);
    await writeFile(growing, bytes.subarray(0, half));
    const start = Date.now();
    while (Date.now() - start < 3_500) {
      // a slow copy: something is appended again and again
      await utimes(growing, new Date(), new Date());
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(await outcomes('growing.zip')).toEqual([]);
    await writeFile(growing, bytes);
    await arrival(user.phone);
    await gone(growing);
    await server.drain();
    expect(await outcomes('growing.zip')).toEqual(['done']);
    expect(await isThere(part)).toBe(true);
  });

  test('that cannot be taken in stays, is not tried again, and is once it has changed', async () => {
    const user = await newUser();
    const path = join(incoming, 'damaged.zip');
    await writeFile(path, 'PK\x03\x04 damaged');
    const tries = () => outcomes('damaged.zip');
    await waitFor('the first try', async () => (await tries()).length === 1 || undefined, 20_000);
    expect(await tries()).toEqual(['invalid_tdata']);
    // Something else in the folder makes the server look again, at this file too.
    const other = await newUser();
    await writeFile(join(incoming, 'other.txt'), await sessionString(control, other.id));
    await arrival(other.phone);
    await server.drain();
    expect(await tries()).toEqual(['invalid_tdata']);
    expect((await readFile(path)).toString()).toBe('PK\x03\x04 damaged');
    await writeFile(path, await tdata(user));
    await arrival(user.phone);
    await gone(path);
  });

  test('whose trouble may pass is tried again after some minutes', async () => {
    const user = await newUser();
    const path = join(incoming, 'later.txt');
    await control.post('/faults', {
      error: 'FLOOD_WAIT_60',
      method: 'users.getUsers',
      userId: user.id,
    });
    await writeFile(path, await sessionString(control, user.id));
    await waitFor('the first try', async () => (await outcomes('later.txt'))[0], 20_000);
    expect(await outcomes('later.txt')).toEqual(['flood_wait']);
    await control.delete('/faults');
    server.clock.advance(5 * 60_000);
    await arrival(user.phone);
    await gone(path);
    await server.drain();
    expect(await outcomes('later.txt')).toEqual(['flood_wait', 'done']);
  });
});

describe('a server that was down', () => {
  test('takes in what came meanwhile, and remembers what had failed', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'vestnik-test-'));
    const database = await openTestDatabase();
    const start = () => startTestServer({ TELEGRAM_EMULATOR: box.control }, { dataDir, database });
    const folder = join(dataDir, 'incoming');
    try {
      const before = await start();
      await writeFile(join(folder, 'damaged.zip'), 'PK\x03\x04 damaged');
      const failed = await before.api.post('/accounts/process', { file_path: 'damaged.zip' });
      expect(failed.body.error).toBe('invalid_tdata');
      await before.stop();
      const user = await newUser();
      await writeFile(join(folder, 'new.zip'), await tdata(user));
      const after = await start();
      await gone(join(folder, 'new.zip'));
      const { body } = await after.api.get('/accounts');
      expect(body.accounts).toMatchObject([{ phone: user.phone, status: 'warming' }]);
      await after.drain();
      const rows = await database.db.select().from(accountImports).orderBy(accountImports.id);
      expect(rows.map((r) => `${r.fileName} ${r.status}`)).toEqual([
        'damaged.zip failed',
        'new.zip done',
      ]);
      await after.stop();
    } finally {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  test('tries again a file whose import it had not finished', async () => {
    const user = await newUser();
    await server.app.db.insert(accountImports).values({
      workspaceId: 1,
      origin: 'incoming',
      fileName: 'cut.txt',
      status: 'running',
      workerId: '00000000-0000-4000-8000-000000000000',
      stamp: '1:1',
      startedAt: server.clock.now(),
    });
    await writeFile(join(incoming, 'cut.txt'), await sessionString(control, user.id));
    await arrival(user.phone);
    await gone(join(incoming, 'cut.txt'));
    await server.drain();
    expect(await outcomes('cut.txt')).toEqual(['failed', 'done']);
  });
});

describe('POST /accounts/process', () => {
  const process = (body: Record<string, unknown>) => server.api.post('/accounts/process', body);

  test('takes a file in at once and answers as an upload does', async () => {
    const user = await newUser();
    await writeFile(join(incoming, 'now.zip'), await tdata(user));
    const { status, body } = await process({ file_path: 'now.zip', notes: 'bought in May' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      account: { phone: user.phone, status: 'warming', notes: 'bought in May' },
    });
    expect(body.account.session_file).toContain(user.phone);
  });

  test('takes an absolute path, and a passcode', async () => {
    const user = await newUser();
    const path = join(incoming, 'locked', 'account.zip');
    await mkdir(join(incoming, 'locked'));
    const locked = { format: 'tdata-zip', passcode: '1234' } as const;
    await writeFile(path, await sessionFile(control, user.id, locked));
    expect((await process({ file_path: path })).body).toMatchObject({ error: 'wrong_passcode' });
    expect(await isThere(path)).toBe(true);
    const { body } = await process({ file_path: path, passcode: '1234' });
    expect(body.account).toMatchObject({ phone: user.phone });
  });

  test('and the watcher together take a file in once, and both tell the same', async () => {
    const user = await newUser();
    await writeFile(join(incoming, 'both.zip'), await tdata(user));
    const answers = await Promise.all([1, 2, 3].map(() => process({ file_path: 'both.zip' })));
    const ids = new Set(answers.map((a) => a.body.account?.id));
    expect(ids.size).toBe(1);
    expect(await outcomes('both.zip')).toEqual(['done']);
    const late = await process({ file_path: 'both.zip' });
    expect(late.body.account?.id).toBe(answers[0]?.body.account.id);
  });

  test('leaves a broken file where it is', async () => {
    await writeFile(join(incoming, 'broken.zip'), 'PK\x03\x04 broken');
    expect(await process({ file_path: 'broken.zip' })).toMatchObject({
      status: 400,
      body: { success: false, error: 'invalid_tdata' },
    });
    expect(await isThere(join(incoming, 'broken.zip'))).toBe(true);
  });

  test.for(['/etc/passwd', '../secret.key', '..', '.', 'nothing-here.zip'])(
    'refuses the path %j',
    async (path) => {
      expect(await process({ file_path: path })).toMatchObject({
        status: 400,
        body: { success: false, error: 'invalid_path' },
      });
    },
  );

  test('refuses a link that leads out of the folder', async () => {
    await symlink(join(server.dataDir, 'database'), join(incoming, 'link'));
    await symlink('/etc/passwd', join(incoming, 'link.txt'));
    for (const path of ['link', 'link.txt'])
      expect((await process({ file_path: path })).body).toMatchObject({ error: 'invalid_path' });
  });

  test('refuses a body that says something else', async () => {
    for (const body of [
      {},
      { file_path: 5 },
      { file_path: 'a\0b' },
      { file_path: 'a.zip', path: 'b.zip' },
    ])
      expect(await process(body)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
  });
});
