import { randomBytes } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { createCrypto } from './crypto.ts';
import { openSealedWriter, readSealedStream } from './sealed-stream.ts';

const crypto = createCrypto('the key of this test, long enough');

async function seal(path: string, parts: (Buffer | string)[]) {
  const file = await openSealedWriter(crypto, path);
  for (const part of parts) await file.write(part);
  await file.end();
}

async function readAll(path: string, key = crypto): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readSealedStream(key, path)) parts.push(part);
  return Buffer.concat(parts);
}

itInFolder.for([0, 1, 65_535, 65_536, 65_537, 300_000])(
  'gives back %i bytes as they were',
  async (size, { folder }) => {
    const bytes = randomBytes(size);
    const path = join(folder, 'sealed');
    await seal(path, [bytes.subarray(0, size / 3), bytes.subarray(size / 3)]);
    expect((await readAll(path)).equals(bytes)).toBe(true);
    if (size > 1) expect((await readFile(path)).includes(bytes.subarray(0, 64))).toBe(false);
  },
);

itInFolder('a file cut off, changed or of another key is refused', async ({ folder }) => {
  const path = join(folder, 'sealed');
  await seal(path, [randomBytes(200_000)]);
  const whole = await readFile(path);
  await expect(readAll(path, createCrypto('some other key, also long enough'))).rejects.toThrow();
  // a whole block less: what is left is well sealed in itself
  await truncate(path, 8 + 3 * (4 + 65_536 + 29));
  await expect(readAll(path)).rejects.toThrow();
  whole[100_000] = (whole[100_000] ?? 0) ^ 1;
  await writeFile(path, whole);
  await expect(readAll(path)).rejects.toThrow();
  await writeFile(path, 'something else altogether');
  await expect(readAll(path)).rejects.toThrow('not a sealed stream');
});
