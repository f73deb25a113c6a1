import { readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { itInFolder as it } from '../../../../test/support/temp-folder.ts';
import type { ZipEntry } from '../../../../test/support/zip.ts';
import { makeZip } from '../../../../test/support/zip.ts';
import { extractArchive } from './extract-archive.ts';

const key: ZipEntry = { name: 'tdata/key_datas', data: 'key' };

async function extract(folder: string, zip: Buffer): Promise<string> {
  const path = join(folder, 'account.zip');
  await writeFile(path, zip);
  const into = join(folder, 'unpacked');
  await extractArchive(path, into);
  return into;
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Megabytes of zeros, which shrink a thousandfold. */
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000);

describe('an archive', () => {
  it('is unpacked, compressed or not', async ({ folder }) => {
    const into = await extract(
      folder,
      makeZip([key, { name: 'tdata/D877F783D5D3EF8Cs', data: 'account', stored: true }]),
    );
    expect(await readFile(join(into, 'tdata/key_datas'), 'utf8')).toBe('key');
    expect(await readFile(join(into, 'tdata/D877F783D5D3EF8Cs'), 'utf8')).toBe('account');
  });

  it('gives only what can hold a session', async ({ folder }) => {
    const large = Buffer.alloc(5000, 'x');
    const into = await extract(
      folder,
      makeZip([
        { name: 'Telegram/' },
        { name: 'Telegram/Telegram.exe', data: large },
        { name: 'Telegram/tdata/key_datas', data: large },
        { name: 'Telegram/tdata/D877F783D5D3EF8C/maps', data: large },
        { name: 'Telegram/tdata/D877F783D5D3EF8C/1234567890ABCDEFs', data: large },
        { name: 'Telegram/tdata/user_data/cache/0/binlog', data: 'small' },
        { name: 'Telegram/tdata/emoji/set_0', data: 'small' },
        { name: 'account.session', data: large },
        { name: 'session.txt', data: 'small' },
        { name: '__MACOSX/._account.session', data: 'small' },
      ]),
    );
    expect(await filesUnder(into)).toEqual([
      'Telegram/tdata/D877F783D5D3EF8C/maps',
      'Telegram/tdata/key_datas',
      'account.session',
      'session.txt',
    ]);
  });

  it('with caches over the limit is unpacked without them', async ({ folder }) => {
    const cache = { name: 'tdata/user_data/cache', data: 'x', claimedSize: 4_000_000_000 };
    const into = await extract(folder, makeZip([key, cache]));
    expect(await filesUnder(into)).toEqual(['tdata/key_datas']);
  });

  it('with Russian names in an old code page is unpacked', async ({ folder }) => {
    const name = Buffer.concat([Buffer.from([0x80, 0xaa, 0xaa]), Buffer.from('/key_datas')]);
    const into = await extract(folder, makeZip([{ name, data: 'key' }]));
    expect(await filesUnder(into)).toEqual([expect.stringMatching(/\/key_datas$/)]);
  });

  it('with names that start with ./ is unpacked', async ({ folder }) => {
    const into = await extract(folder, makeZip([{ name: './tdata/key_datas', data: 'key' }]));
    expect(await filesUnder(into)).toEqual(['tdata/key_datas']);
  });

  it('without files gives none', async ({ folder }) => {
    await extract(folder, makeZip([]));
    expect(await readdir(folder)).toEqual(['account.zip']);
  });
});

describe('an archive is refused as unsafe, and nothing is unpacked,', () => {
  const refused = async (folder: string, entries: ZipEntry[], message: RegExp) => {
    await expect(extract(folder, makeZip(entries))).rejects.toMatchObject({
      code: 'unsafe_archive',
      message: expect.stringMatching(message),
    });
    expect(await readdir(folder)).toEqual(['account.zip']);
  };

  it.for([
    '../key_datas',
    'tdata/../../key_datas',
    'tdata/..',
    '/etc/passwd',
    'C:/key_datas',
    'c:key_datas',
    '..\\key_datas',
    'tdata\\key_datas',
    'key_datas\0.txt',
    'line\nbreak',
    '',
    `${'a'.repeat(300)}.session`,
    'a/'.repeat(40),
  ])('when a name is %j', async (name, { folder }) => {
    await refused(folder, [key, { name, data: 'x' }], /forbidden name/);
  });

  it('when a bad name hides among the caches', async ({ folder }) => {
    await refused(folder, [key, { name: 'tdata/user_data/../../x' }], /forbidden name/);
  });

  it('when it holds a symbolic link', async ({ folder }) => {
    const link = { name: 'tdata/link', data: '/etc', unixMode: 0o120777 };
    await refused(folder, [key, link], /link/);
  });

  it('when it holds a device', async ({ folder }) => {
    await refused(folder, [key, { name: 'tdata/device', unixMode: 0o020666 }], /link/);
  });

  it.for([
    [['tdata/key_datas', 'tdata/key_datas']],
    [['tdata/key_datas', 'tdata/KEY_DATAS']],
    [['tdata/key_datas', 'TDATA/key_datas']],
    [['é.session', 'e\u0301.session']],
    [['tdata', 'tdata/key_datas']],
    [['tdata/key_datas', 'tdata']],
    [['./tdata/key_datas', 'tdata//key_datas']],
  ] as const)('when its names are %j', async ([names], { folder }) => {
    await refused(
      folder,
      names.map((name) => ({ name, data: 'x' })),
      /one name/,
    );
  });

  it('when it holds over 20,000 files', async ({ folder }) => {
    const entries = Array.from({ length: 20_001 }, (_, i) => ({ name: `${i}`, stored: true }));
    await refused(folder, entries, /20000/);
  });

  it('when a file shrinks over a hundredfold', async ({ folder }) => {
    await refused(folder, [{ name: 'account.session', data: zeros(5) }], /suspiciously/);
  });

  it('when a file that is not needed shrinks over a hundredfold', async ({ folder }) => {
    await refused(folder, [key, { name: 'bomb.bin', data: zeros(5) }], /suspiciously/);
  });

  it('when many files that are not needed shrink over a hundredfold together', async ({
    folder,
  }) => {
    const bomb = { data: zeros(3.9), unixMode: 0o100644 };
    const entries = Array.from({ length: 60 }, (_, i) => ({ ...bomb, name: `${i}.bin` }));
    await refused(folder, entries, /200 MB/);
  });

  it('when its files would take over 200 MB together', async ({ folder }) => {
    const entries = Array.from({ length: 60 }, (_, i) => {
      return { name: `${i}.session`, data: 'x', claimedSize: 3_900_000 };
    });
    await refused(folder, entries, /200 MB/);
  });
});

describe('unpacking stops', () => {
  it('as soon as a file outgrows the size it claims', async ({ folder }) => {
    const liar = { name: 'liar.session', data: zeros(50), claimedSize: 1000 };
    await expect(extract(folder, makeZip([key, liar]))).rejects.toMatchObject({
      code: 'unsafe_archive',
      message: expect.stringMatching(/larger than it claims/),
    });
    const written = await readFile(join(folder, 'unpacked/liar.session'));
    expect(written.length).toBeLessThanOrEqual(1000);
  });

  it('at a file of the wrong checksum', async ({ folder }) => {
    await expect(extract(folder, makeZip([{ ...key, claimedCrc: 1 }]))).rejects.toMatchObject({
      code: 'invalid_tdata',
    });
  });

  it('at a file shorter than it claims', async ({ folder }) => {
    await expect(extract(folder, makeZip([{ ...key, claimedSize: 4 }]))).rejects.toMatchObject({
      code: 'invalid_tdata',
    });
  });

  it.runIf(process.platform === 'linux')('with no file left open', async ({ folder }) => {
    const liar = { name: 'liar.session', data: zeros(5), claimedSize: 1000 };
    await expect(extract(folder, makeZip([liar]))).rejects.toThrow();
    await expect(extract(folder, makeZip([{ name: '..' }]))).rejects.toThrow();
    const open = await Promise.all(
      (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
    );
    expect(open.filter((path) => path.startsWith(folder))).toEqual([]);
  });
});

describe('an archive is refused as damaged', () => {
  const broken = { code: 'invalid_tdata', message: expect.stringMatching(/damaged/) };

  it('when it was cut off anywhere', async ({ folder }) => {
    const zip = makeZip([key, { name: 'account.session', data: 'session' }]);
    for (let length = 1; length < zip.length; length += 7) {
      await expect(extract(folder, zip.subarray(0, length))).rejects.toMatchObject(broken);
    }
  });

  it('when its directory points past its end', async ({ folder }) => {
    const zip = makeZip([key]);
    zip.writeUInt32LE(zip.length * 2, zip.length - 6);
    await expect(extract(folder, zip)).rejects.toMatchObject(broken);
  });

  it('when a compressed file is overwritten', async ({ folder }) => {
    const zip = makeZip([{ name: 'account.session', data: Buffer.alloc(9000, 'session') }]);
    zip.fill(0xff, 50, 60);
    await expect(extract(folder, zip)).rejects.toMatchObject(broken);
  });

  it('with a wish for one without a password when it has one', async ({ folder }) => {
    await expect(extract(folder, makeZip([{ ...key, encrypted: true }]))).rejects.toMatchObject({
      code: 'invalid_tdata',
      message: expect.stringMatching(/password/),
    });
  });

  it('with a wish for a plain zip when it is compressed unusually', async ({ folder }) => {
    await expect(extract(folder, makeZip([{ ...key, claimedMethod: 14 }]))).rejects.toMatchObject({
      code: 'invalid_tdata',
      message: expect.stringMatching(/plain zip/),
    });
  });
});
