import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  convertToGramjsSession,
  convertToPyrogramSession,
  convertToTdata,
  convertToTelethonSession,
  DC_MAPPING_PROD,
} from '@mtcute/convert';
import { readStringSession, writeStringSession } from '@mtcute/core/utils.js';
import { describe, expect } from 'vitest';
import {
  pyrogramFile,
  randomSession,
  telethonFile,
} from '../../../../test/support/session-fixtures.ts';
import { itInFolder as it } from '../../../../test/support/temp-folder.ts';
import type { ZipEntry } from '../../../../test/support/zip.ts';
import { folderEntries, makeZip } from '../../../../test/support/zip.ts';
import type { FoundSession, SessionSource } from '../session-source.ts';
import { readSessions } from './read-sessions.ts';

/** Writes a file and reads it with a work folder of its own. */
async function readFileOf(
  folder: string,
  name: string,
  bytes: string | Uint8Array,
  more: Partial<Omit<Extract<SessionSource, { path: string }>, 'path'>> = {},
): Promise<FoundSession[]> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
  const workDir = join(folder, 'work');
  await mkdir(workDir);
  return readSessions({ path, ...more }, workDir);
}

async function tdataEntries(
  folder: string,
  prefix: string,
  userIds: number[],
  passcode?: string,
): Promise<ZipEntry[]> {
  const path = join(folder, `made-${userIds.join('-')}`);
  const sessions = userIds.map((userId) => randomSession({ userId }));
  await convertToTdata(sessions, passcode === undefined ? { path } : { path, passcode });
  return folderEntries(path, prefix);
}

const owners = (found: FoundSession[]) => found.map((session) => session.userId);

describe('from a zip', () => {
  it.for(['', 'tdata/', 'Telegram Desktop/tdata/', 'a/b/c/my account/'])(
    'tdata in %j is read',
    async (prefix, { folder }) => {
      const zip = makeZip(await tdataEntries(folder, prefix, [42]));
      expect(owners(await readFileOf(folder, 'account.zip', zip))).toEqual([42]);
    },
  );

  it('all accounts of a locked tdata are read', async ({ folder }) => {
    const zip = makeZip(await tdataEntries(folder, 'tdata/', [1, 2, 3], '1234'));
    const found = await readFileOf(folder, 'account.zip', zip, { passcode: '1234' });
    expect(owners(found)).toEqual([1, 2, 3]);
  });

  it('several tdata folders are read', async ({ folder }) => {
    const zip = makeZip([
      ...(await tdataEntries(folder, '+79990000001/tdata/', [1])),
      ...(await tdataEntries(folder, '+79990000002/tdata/', [2])),
    ]);
    expect(owners(await readFileOf(folder, 'accounts.zip', zip))).toEqual([1, 2]);
  });

  it('several .session files are read', async ({ folder }) => {
    const zip = makeZip([
      { name: 'a.session', data: await telethonFile(randomSession({ dcId: 4 })) },
      { name: 'more/b.session', data: await pyrogramFile(randomSession({ userId: 2 })) },
      { name: 'more/c.session', data: convertToTelethonSession(randomSession({ dcId: 5 })) },
      { name: 'a.json', data: '{"phone": "79990000001"}' },
    ]);
    const found = await readFileOf(folder, 'sessions.zip', zip);
    expect(found.map((session) => session.dcId)).toEqual([4, 2, 5]);
  });

  it('a text with a session string is read', async ({ folder }) => {
    const text = convertToGramjsSession(randomSession({ dcId: 3 }));
    const zip = makeZip([
      { name: 'readme.txt', data: 'The session is in the other file.' },
      { name: 'session', data: `${text}\n` },
    ]);
    const found = await readFileOf(folder, 'account.zip', zip);
    expect(found.map((session) => session.dcId)).toEqual([3]);
  });

  it('tdata is preferred to the same account in other forms', async ({ folder }) => {
    const zip = makeZip([
      { name: 'account.session', data: await telethonFile(randomSession()) },
      ...(await tdataEntries(folder, 'tdata/', [42])),
    ]);
    expect(owners(await readFileOf(folder, 'account.zip', zip))).toEqual([42]);
  });

  it('the same auth key twice is one session, with its owner if either knows', async ({
    folder,
  }) => {
    const session = randomSession({ userId: 42 });
    const zip = makeZip([
      { name: 'telethon.session', data: await telethonFile(session) },
      { name: 'z/pyrogram.session', data: await pyrogramFile(session) },
    ]);
    expect(owners(await readFileOf(folder, 'account.zip', zip))).toEqual([42]);
  });
});

describe('from a folder', () => {
  it('tdata is read, whatever its caches hold', async ({ folder }) => {
    const tdata = join(folder, 'tdata');
    await convertToTdata(randomSession({ userId: 42 }), { path: tdata });
    await mkdir(join(tdata, 'user_data/cache'), { recursive: true });
    await writeFile(join(tdata, 'user_data/cache/key_datas'), 'not a key');
    expect(owners(await readSessions({ path: tdata, kind: 'tdata_folder' }, folder))).toEqual([42]);
  });

  it('links are not followed', async ({ folder }) => {
    const elsewhere = join(folder, 'elsewhere');
    await convertToTdata(randomSession({ userId: 42 }), { path: elsewhere });
    const given = join(folder, 'given');
    await mkdir(given);
    await symlink(elsewhere, join(given, 'tdata'));
    await expect(readSessions({ path: given }, folder)).rejects.toMatchObject({
      code: 'invalid_tdata',
    });
  });
});

describe('from a file or text', () => {
  it('a Telethon .session file is read', async ({ folder }) => {
    const session = randomSession({ dcId: 4 });
    const found = await readFileOf(folder, 'account.session', await telethonFile(session));
    expect(found).toEqual([{ dcId: 4, session: expect.any(String) }]);
  });

  it('a session string in a file is read', async ({ folder }) => {
    const text = convertToPyrogramSession(randomSession({ userId: 42 }), { apiId: 1 });
    expect(owners(await readFileOf(folder, 'session.txt', text))).toEqual([42]);
  });

  it('a session string is read', async ({ folder }) => {
    const session = randomSession({ userId: 42, dcId: 5 });
    const [found] = await readSessions({ text: writeStringSession(session) }, folder);
    expect(readStringSession(found?.session ?? '')).toMatchObject({
      authKey: session.authKey,
      self: { userId: 42, isBot: false },
      primaryDcs: { main: { id: 5 } },
    });
  });

  it('the address in it is replaced by that of its data centre', async ({ folder }) => {
    const session = randomSession({ dcId: 2 });
    const main = { id: 2, ipAddress: '10.0.0.1', port: 22 };
    const text = convertToTelethonSession({ ...session, primaryDcs: { main, media: main } });
    const [found] = await readSessions({ text }, folder);
    const { ipAddress, port } = readStringSession(found?.session ?? '').primaryDcs.main;
    expect({ ipAddress, port }).toEqual({
      ipAddress: DC_MAPPING_PROD[2]?.main.ipAddress,
      port: 443,
    });
  });
});

describe('what holds no session is refused', () => {
  it('when a zip holds something else', async ({ folder }) => {
    const zip = makeZip([{ name: 'photo.jpg', data: 'x' }]);
    await expect(readFileOf(folder, 'account.zip', zip)).rejects.toMatchObject({
      code: 'invalid_tdata',
      message: expect.stringMatching(/no tdata folder/),
    });
  });

  it('when a zip is empty', async ({ folder }) => {
    await expect(readFileOf(folder, 'account.zip', makeZip([]))).rejects.toMatchObject({
      code: 'invalid_tdata',
    });
  });

  it('when tdata lacks its key', async ({ folder }) => {
    const entries = await tdataEntries(folder, 'tdata/', [42]);
    const zip = makeZip(entries.filter(({ name }) => name !== 'tdata/key_datas'));
    await expect(readFileOf(folder, 'account.zip', zip)).rejects.toMatchObject({
      code: 'invalid_tdata',
      message: expect.stringMatching(/no file key_datas/),
    });
  });

  it('naming the one of several that is damaged', async ({ folder }) => {
    const zip = makeZip([
      { name: 'good.session', data: await telethonFile(randomSession()) },
      { name: 'bad.session', data: (await telethonFile(randomSession())).subarray(0, 5000) },
    ]);
    await expect(readFileOf(folder, 'sessions.zip', zip)).rejects.toMatchObject({
      code: 'invalid_session',
      message: expect.stringMatching(/^bad\.session: .*damaged/),
    });
  });

  it('when a locked tdata comes without its passcode', async ({ folder }) => {
    const zip = makeZip(await tdataEntries(folder, 'tdata/', [42], 'secret'));
    await expect(readFileOf(folder, 'account.zip', zip)).rejects.toMatchObject({
      code: 'wrong_passcode',
    });
  });

  it('when the type says otherwise', async ({ folder }) => {
    const bytes = await telethonFile(randomSession());
    const read = readFileOf(folder, 'account.session', bytes, { kind: 'tdata_zip' });
    await expect(read).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('when a text file is far longer than any string', async ({ folder }) => {
    const read = readFileOf(folder, 'novel.txt', 'word '.repeat(10_000));
    await expect(read).rejects.toMatchObject({ code: 'invalid_session' });
  });

  it('leaving the original as it was', async ({ folder }) => {
    await expect(readFileOf(folder, 'given/account.zip', 'not a zip')).rejects.toThrow();
    expect(await readdir(join(folder, 'given'))).toEqual(['account.zip']);
  });
});
