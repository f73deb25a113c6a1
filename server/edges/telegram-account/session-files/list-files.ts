import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../base/errors.ts';
import type { FoundFile } from './needed-files.ts';
import { isCacheFolder, maxFolderDepth } from './needed-files.ts';
import { texts } from './texts.ts';

/** Entries after which a folder is not what an operator meant to give. */
const maxEntries = 20_000;

/**
 * The files under a folder, in alphabetical order, without Telegram Desktop's caches. Links are not
 * followed: they could lead anywhere on the machine.
 * @throws AppError invalid_tdata when there are over 20,000
 */
export async function listFiles(root: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const folders = [''];
  let entries = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      entries += 1;
      if (entries > maxEntries) throw new AppError('invalid_tdata', texts.tooManyFiles(maxEntries));
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push({ path, size: (await lstat(join(root, path))).size });
      // one deeper than a tdata folder may lie, for what is inside it
      const deep = path.split('/').length > maxFolderDepth + 1;
      if (entry.isDirectory() && !deep && !isCacheFolder(entry.name)) folders.push(path);
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}
