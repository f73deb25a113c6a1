import type { FoundFile } from './needed-files.ts';
import { depthOf, folderOf, isKeyDataFile, maxFolderDepth } from './needed-files.ts';

/**
 * Every tdata folder among the files: the folder itself, one inside it, or one deeper (up to four
 * folders down), whatever its name. What makes it one is the file with its key.
 * @returns paths relative to the same root, '' for the root itself, in alphabetical order
 */
export function findTdataFolders(files: readonly FoundFile[]): string[] {
  const folders = files
    .filter((file) => isKeyDataFile(file.path))
    .map((file) => folderOf(file.path));
  const near = folders.filter((folder) => folder === '' || depthOf(folder) < maxFolderDepth);
  return [...new Set(near)].sort();
}
