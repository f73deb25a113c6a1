import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { createCrypto } from './crypto.ts';
import { readSealed, writeSealed } from './sealed-file.ts';

const crypto = createCrypto('the secret key of one installation');
const other = createCrypto('the secret key of another installation');
const content = Buffer.from('auth key of an account');

itInFolder('what was sealed is read back, by its owner alone', async ({ folder }) => {
  const path = join(folder, 'a.sealed');
  await writeSealed(crypto, path, content);
  expect(await readSealed(crypto, path)).toEqual(content);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await readFile(path)).includes('auth key')).toBe(false);
});

itInFolder('another key does not open it', async ({ folder }) => {
  const path = join(folder, 'a.sealed');
  await writeSealed(crypto, path, content);
  await expect(readSealed(other, path)).rejects.toThrow();
});

itInFolder('a file that was cut off or changed is refused, not half read', async ({ folder }) => {
  const path = join(folder, 'a.sealed');
  await writeSealed(crypto, path, content);
  const whole = await readFile(path);
  for (const size of [8, 9, 20, whole.length - 1]) {
    await writeFile(path, whole.subarray(0, size));
    await expect(readSealed(crypto, path), `${size} bytes`).rejects.toThrow();
  }
  whole[whole.length - 1] = (whole.at(-1) ?? 0) ^ 1;
  await writeFile(path, whole);
  await expect(readSealed(crypto, path)).rejects.toThrow();
});

itInFolder('any other file is told apart', async ({ folder }) => {
  const path = join(folder, 'a.session');
  for (const plain of ['', 'VEST', 'SQLite format 3']) {
    await writeFile(path, plain);
    expect(await readSealed(crypto, path)).toBeUndefined();
  }
});
