import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { randomSession, telethonFile } from '../../../../test/support/session-fixtures.ts';
import { itInFolder as it } from '../../../../test/support/temp-folder.ts';
import { makeZip } from '../../../../test/support/zip.ts';
import type { SessionKind } from '../session-source.ts';
import { detectSessionKind } from './detect-session-kind.ts';

async function detect(folder: string, name: string, bytes: string | Buffer, claimed?: SessionKind) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return detectSessionKind(path, claimed);
}

const zip = makeZip([{ name: 'tdata/key_datas', data: 'key' }]);
const noise = Buffer.from([0, 1, 2, 3, 0xff, 0xfe, 0, 9]);

describe('what was given is told by its content', () => {
  it('when it is a zip of any name', async ({ folder }) => {
    expect(await detect(folder, 'account.session', zip)).toBe('tdata_zip');
    expect(await detect(folder, 'empty', makeZip([]))).toBe('tdata_zip');
  });

  it('when it is an SQLite file of any name', async ({ folder }) => {
    const bytes = await telethonFile(randomSession());
    expect(await detect(folder, 'account.zip', bytes)).toBe('session_file');
  });

  it('when it is a text of any name', async ({ folder }) => {
    expect(await detect(folder, 'account.session', '1BVtsOK...\n')).toBe('session_string');
    expect(await detect(folder, 'записка', 'строка')).toBe('session_string');
  });

  it('when it is a folder', async ({ folder }) => {
    await mkdir(join(folder, 'tdata'));
    expect(await detectSessionKind(join(folder, 'tdata'))).toBe('tdata_folder');
  });
});

describe('a named type', () => {
  it('is taken when the content agrees', async ({ folder }) => {
    expect(await detect(folder, 'a', zip, 'tdata_zip')).toBe('tdata_zip');
    expect(await detect(folder, 'b', 'text', 'session_string')).toBe('session_string');
  });

  it('of a folder may come as a zip', async ({ folder }) => {
    expect(await detect(folder, 'a', zip, 'tdata_folder')).toBe('tdata_zip');
  });

  it.for([
    ['session_file', 'invalid_session', zip],
    ['session_string', 'invalid_session', zip],
    ['session_file', 'invalid_session', 'text'],
    ['tdata_zip', 'invalid_tdata', 'text'],
    ['tdata_folder', 'invalid_tdata', 'text'],
  ] as const)(
    '%s is refused with %s when the content is another',
    async ([claimed, code, bytes], { folder }) => {
      await expect(detect(folder, 'given', bytes, claimed)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`type says ${claimed}`)),
      });
    },
  );
});

describe('what is nothing known is refused', () => {
  it.for([
    ['account.zip', 'not a zip', undefined, 'invalid_tdata', /archive is damaged/],
    ['account.zip', noise, undefined, 'invalid_tdata', /archive is damaged/],
    ['account', noise, 'tdata_zip', 'invalid_tdata', /archive is damaged/],
    ['account', noise, 'tdata_folder', 'invalid_tdata', /Could not tell/],
    ['account.session', noise, undefined, 'invalid_session', /Could not tell/],
    ['account.zip', '', undefined, 'invalid_tdata', /empty/],
    ['account.session', '', undefined, 'invalid_session', /empty/],
    ['account.rar', 'Rar!\x1a\x07\x01\0', undefined, 'invalid_tdata', /not a zip/],
    [
      'account.7z',
      Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'),
      undefined,
      'invalid_tdata',
      /not a zip/,
    ],
    ['key_datas', 'TDF$\x01\x02', undefined, 'invalid_tdata', /single file of a tdata folder/],
  ] as const)(
    '%j of %j, called %s: %s',
    async ([name, bytes, claimed, code, message], { folder }) => {
      await expect(detect(folder, name, bytes, claimed)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    },
  );

  it('when it is a socket', async ({ folder }) => {
    const path = join(folder, 'account.session');
    const server = createServer().listen(path);
    await once(server, 'listening');
    await expect(detectSessionKind(path)).rejects.toMatchObject({ code: 'invalid_session' });
    server.close();
  });

  it('when it is not there', async ({ folder }) => {
    await expect(detectSessionKind(join(folder, 'gone.zip'))).rejects.toMatchObject({
      code: 'invalid_path',
    });
  });
});
