import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { keptSecretKey } from './secret-key-file.ts';

itInFolder('the key is made once and stays the same', async ({ folder }) => {
  const key = await keptSecretKey(folder);
  expect(key.length).toBeGreaterThanOrEqual(43);
  expect(await keptSecretKey(folder)).toBe(key);
  expect((await readFile(join(folder, 'secret.key'), 'utf8')).trim()).toBe(key);
});

itInFolder('its owner alone may read the file, whatever it was', async ({ folder }) => {
  await keptSecretKey(folder);
  const path = join(folder, 'secret.key');
  await chmod(path, 0o644);
  await keptSecretKey(folder);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

itInFolder('processes that start at once share one key', async ({ folder }) => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => keptSecretKey(folder)));
  expect(new Set(keys).size).toBe(1);
});

itInFolder('an empty or cut off file is refused, and is left as it is', async ({ folder }) => {
  const leftovers = ['', '\n', 'half-a-key\n'];
  await Promise.all(
    leftovers.map(async (left, i) => {
      const dataDir = join(folder, String(i));
      const path = join(dataDir, 'secret.key');
      await mkdir(dataDir);
      await writeFile(path, left);
      await expect(keptSecretKey(dataDir)).rejects.toMatchObject({
        code: 'conflict',
        text: { en: expect.stringContaining(path), ru: expect.stringContaining('резервной копии') },
      });
      expect(await readFile(path, 'utf8')).toBe(left);
    }),
  );
});
