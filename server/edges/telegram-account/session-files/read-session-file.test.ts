import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import {
  pyrogramFile,
  randomSession,
  sqliteFile,
  telethonFile,
} from '../../../../test/support/session-fixtures.ts';
import { itInFolder as it } from '../../../../test/support/temp-folder.ts';
import { readSessionFile } from './read-session-file.ts';

async function read(folder: string, bytes: Uint8Array) {
  const path = join(folder, 'account.session');
  await writeFile(path, bytes);
  return readSessionFile(path);
}

describe('a .session file', () => {
  it('of Telethon is read', async ({ folder }) => {
    const session = randomSession({ dcId: 4 });
    const found = await read(folder, await telethonFile(session));
    expect(found).toEqual({ dcId: 4, authKey: session.authKey });
  });

  it('of Pyrogram is read with its owner', async ({ folder }) => {
    const session = randomSession({ dcId: 1, userId: 7_123_456_789 });
    const found = await read(folder, await pyrogramFile(session));
    expect(found).toEqual({ dcId: 1, authKey: session.authKey, userId: 7_123_456_789 });
  });

  it('in write-ahead mode is read', async ({ folder }) => {
    const session = randomSession();
    const bytes = await telethonFile(session);
    bytes.fill(2, 18, 20);
    expect((await read(folder, bytes)).authKey).toEqual(session.authKey);
  });

  it('can be read ten times at once', async ({ folder }) => {
    const session = randomSession();
    const path = join(folder, 'account.session');
    await writeFile(path, await telethonFile(session));
    const found = await Promise.all(Array.from({ length: 10 }, () => readSessionFile(path)));
    expect(new Set(found.map((parts) => parts.dcId))).toEqual(new Set([2]));
  });
});

describe('a .session file is refused', () => {
  it('when it is cut off', async ({ folder }) => {
    const bytes = await telethonFile(randomSession());
    await expect(read(folder, bytes.subarray(0, 5000))).rejects.toMatchObject({
      code: 'invalid_session',
      message: expect.stringMatching(/damaged/),
    });
  });

  it('when its pages are overwritten', async ({ folder }) => {
    const bytes = await telethonFile(randomSession());
    bytes.fill(0xff, 120);
    await expect(read(folder, bytes)).rejects.toMatchObject({ code: 'invalid_session' });
  });

  it('when it is another database', async ({ folder }) => {
    const bytes = await sqliteFile([['CREATE TABLE recipes (name text)']]);
    await expect(read(folder, bytes)).rejects.toMatchObject({
      code: 'invalid_session',
      message: expect.stringMatching(/not a session file/),
    });
  });

  it('when nobody ever signed in with it', async ({ folder }) => {
    const bytes = await telethonFile({ ...randomSession(), authKey: new Uint8Array() });
    await expect(read(folder, bytes)).rejects.toMatchObject({
      code: 'invalid_session',
      message: expect.stringMatching(/never signed in/),
    });
  });

  it('when its key is half as long', async ({ folder }) => {
    const bytes = await telethonFile({ ...randomSession(), authKey: new Uint8Array(128).fill(7) });
    await expect(read(folder, bytes)).rejects.toMatchObject({
      code: 'invalid_session',
      message: expect.stringMatching(/auth key/),
    });
  });

  it("when it is a bot's", async ({ folder }) => {
    const bytes = await pyrogramFile(randomSession({ userId: 42, isBot: true }));
    await expect(read(folder, bytes)).rejects.toThrow(/bot/);
  });

  it('when its table is an endless query', async ({ folder }) => {
    const bytes = await sqliteFile([
      [
        `CREATE VIEW sessions AS
          WITH RECURSIVE n(dc_id) AS (SELECT 1 UNION ALL SELECT dc_id + 1 FROM n)
          SELECT dc_id, '' AS server_address, zeroblob(256) AS auth_key FROM n WHERE dc_id < 0`,
      ],
    ]);
    await expect(read(folder, bytes)).rejects.toThrow(/not a session file/);
  });

  it('when its key is computed', async ({ folder }) => {
    const bytes = await sqliteFile([
      ['CREATE TABLE sessions (dc_id, server_address, auth_key AS (zeroblob(900000000)))'],
      ['INSERT INTO sessions VALUES (2, NULL)'],
    ]);
    await expect(read(folder, bytes)).rejects.toThrow(/not a session file/);
  });
});
