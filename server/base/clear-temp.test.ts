import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { itInFolder } from '../../test/support/temp-folder.ts';
import { clearTemp } from './clear-temp.ts';

itInFolder('what a dead process left is removed, folders with all in them', async ({ folder }) => {
  await mkdir(join(folder, 'upload_1', 'inside'), { recursive: true });
  await writeFile(join(folder, 'upload_1', 'inside', 'file'), 'x');
  await writeFile(join(folder, 'media_2'), 'x');
  await clearTemp(folder, false);
  expect(await readdir(folder)).toEqual([]);
});

itInFolder('where others work too, only what is hours old is removed', async ({ folder }) => {
  await mkdir(join(folder, 'old'));
  await writeFile(join(folder, 'young'), 'x');
  const longAgo = new Date(Date.now() - 7 * 3_600_000);
  await utimes(join(folder, 'old'), longAgo, longAgo);
  await clearTemp(folder, true);
  expect(await readdir(folder)).toEqual(['young']);
});

itInFolder('a folder that is not there is made', async ({ folder }) => {
  await clearTemp(join(folder, 'a', 'b'), true);
  expect(await readdir(join(folder, 'a'))).toEqual(['b']);
});
