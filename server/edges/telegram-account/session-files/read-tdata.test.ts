import { createHash, randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertToTdata, Tdata } from '@mtcute/convert';
import { describe, expect } from 'vitest';
import { randomSession } from '../../../../test/support/session-fixtures.ts';
import { itInFolder as it } from '../../../../test/support/temp-folder.ts';
import { readTdata } from './read-tdata.ts';

const firstAccount = 'D877F783D5D3EF8Cs';
const secondAccount = 'A7FDF864FBC10B77s';

/** Writes a tdata file anew with another version and a right checksum. */
async function setVersion(folder: string, name: string, version: number) {
  const file = await readFile(join(folder, name));
  file.writeInt32LE(version, 4);
  const data = file.subarray(8, -16);
  const size = Buffer.alloc(4);
  size.writeInt32LE(data.length);
  const checked = Buffer.concat([data, size, file.subarray(4, 8), file.subarray(0, 4)]);
  file.set(createHash('md5').update(checked).digest(), file.length - 16);
  await writeFile(join(folder, name), file);
}

describe('a tdata folder', () => {
  it('with one account is read with its owner', async ({ folder }) => {
    const session = randomSession({ dcId: 4, userId: 7_123_456_789 });
    await convertToTdata(session, { path: folder });
    expect(await readTdata(folder, '')).toEqual([
      { dcId: 4, authKey: session.authKey, userId: 7_123_456_789 },
    ]);
  });

  it('with several accounts gives them all, in their order', async ({ folder }) => {
    const sessions = [1, 2, 3].map((userId) => randomSession({ userId, dcId: userId }));
    await convertToTdata(sessions, { path: folder });
    const found = await readTdata(folder, '');
    expect(found.map((parts) => parts.userId)).toEqual([1, 2, 3]);
    expect(found.map((parts) => parts.authKey)).toEqual(sessions.map((one) => one.authKey));
  });

  it('locked with a passcode is read with it', async ({ folder }) => {
    const session = randomSession({ userId: 42 });
    await convertToTdata(session, { path: folder, passcode: 'пароль 1' });
    expect((await readTdata(folder, 'пароль 1')).map((parts) => parts.userId)).toEqual([42]);
  });

  it('of a newer Telegram Desktop is read', async ({ folder }) => {
    await convertToTdata(randomSession({ userId: 42 }), { path: folder });
    await setVersion(folder, 'key_datas', 7_001_002);
    await setVersion(folder, firstAccount, 7_001_002);
    expect(await readTdata(folder, '')).toHaveLength(1);
  });

  it('of an older Telegram Desktop, with other file names, is read', async ({ folder }) => {
    await convertToTdata(randomSession({ userId: 42 }), { path: folder });
    await rename(join(folder, 'key_datas'), join(folder, 'key_data1'));
    await rename(join(folder, firstAccount), join(folder, firstAccount.replace(/s$/, '0')));
    expect(await readTdata(folder, '')).toHaveLength(1);
  });

  it('is not changed by being read', async ({ folder }) => {
    await convertToTdata(randomSession({ userId: 42 }), { path: folder });
    const before = await readFile(join(folder, 'key_datas'));
    await readTdata(folder, '');
    expect(await readFile(join(folder, 'key_datas'))).toEqual(before);
  });
});

describe('a tdata folder is refused', () => {
  it('with a wish for the passcode when it is locked', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder, passcode: 'secret' });
    await expect(readTdata(folder, '')).rejects.toMatchObject({
      code: 'wrong_passcode',
      message: expect.stringMatching(/locked/),
    });
  });

  it('when the passcode is wrong, without naming it', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder, passcode: 'secret' });
    const error = await readTdata(folder, 'guess-7').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'wrong_passcode', cause: undefined });
    expect(JSON.stringify(error)).not.toContain('guess-7');
  });

  it('when its version is none that ever was or soon will be', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder });
    for (const version of [0, 17, 99_999_999, -1]) {
      await setVersion(folder, 'key_datas', version);
      await expect(readTdata(folder, '')).rejects.toMatchObject({
        code: 'invalid_tdata',
        message: expect.stringMatching(/version/),
      });
    }
  });

  it('when its key file is half-written', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder });
    const path = join(folder, 'key_datas');
    const bytes = await readFile(path);
    for (const length of [0, 3, 6, 20, 100, bytes.length - 1]) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
    }
  });

  it('when one byte of its key file is flipped', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder });
    const path = join(folder, 'key_datas');
    const bytes = await readFile(path);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('naming the account whose file is half-written', async ({ folder }) => {
    await convertToTdata([randomSession(), randomSession()], { path: folder });
    const path = join(folder, secondAccount);
    await writeFile(path, (await readFile(path)).subarray(0, 200));
    await expect(readTdata(folder, '')).rejects.toMatchObject({
      code: 'invalid_tdata',
      message: expect.stringMatching(/account 2 of 2/),
    });
  });

  it('when the file of an account is missing', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder });
    await rm(join(folder, firstAccount));
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('when an account was encrypted with another key', async ({ folder }) => {
    await convertToTdata(randomSession(), { path: folder });
    const account = await readFile(join(folder, firstAccount));
    await convertToTdata(randomSession(), { path: folder });
    await writeFile(join(folder, firstAccount), account);
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('when nobody is signed in', async ({ folder }) => {
    await Tdata.create({ path: folder, keyData: { count: 0, order: [], active: 0 } });
    await expect(readTdata(folder, '')).rejects.toThrow(/Nobody is signed in/);
  });

  it('when it claims two thousand million accounts', async ({ folder }) => {
    await Tdata.create({ path: folder, keyData: { count: 0x7fffffff, order: [0], active: 0 } });
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('when it claims one account a thousand times over', async ({ folder }) => {
    const order = Array.from({ length: 1000 }, () => 0);
    const keyData = { count: order.length, order, active: 0 };
    await convertToTdata(randomSession(), await Tdata.create({ path: folder, keyData }));
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });

  it('when an account is signed out', async ({ folder }) => {
    const keyData = { count: 1, order: [0], active: 0 };
    const tdata = await Tdata.create({ path: folder, keyData });
    const session = randomSession({ userId: 42 });
    await convertToTdata(session, tdata);
    const auth = await tdata.readMtpAuthorization(0);
    await tdata.writeMtpAuthorization({ ...auth, authKeys: [] }, 0);
    await expect(readTdata(folder, '')).rejects.toThrow(/signed out/);
  });

  it('when it is random bytes', async ({ folder }) => {
    await writeFile(join(folder, 'key_datas'), randomBytes(400));
    await expect(readTdata(folder, '')).rejects.toMatchObject({ code: 'invalid_tdata' });
  });
});
