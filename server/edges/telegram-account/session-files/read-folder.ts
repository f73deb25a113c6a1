import { join } from 'node:path';
import { AppError } from '../../../base/errors.ts';
import { findTdataFolders } from './find-tdata-folders.ts';
import { listFiles } from './list-files.ts';
import type { FoundFile } from './needed-files.ts';
import { depthOf, isSessionFile, isSmall, isTdataFile, maxFolderDepth } from './needed-files.ts';
import { readLooseFile, readText } from './read-loose-file.ts';
import { isSessionString } from './read-session-string.ts';
import { readTdata } from './read-tdata.ts';
import type { SessionParts } from './session-parts.ts';
import { aboutFile, texts } from './texts.ts';

/**
 * Reads every session in a folder, up to four folders deep. tdata folders come first; only where
 * there are none, .session files; only where there are none either, texts with a session string
 * (whoever sends an account in several forms sends the same account).
 * @param passcode of the tdata folders, '' for none
 * @throws AppError naming the file that could not be read: one bad account refuses the whole folder
 */
export async function readFolder(root: string, passcode: string): Promise<SessionParts[]> {
  const files = await listFiles(root);
  const folders = findTdataFolders(files);
  if (folders.length > 0) {
    return readEach(folders, (folder) => readTdata(join(root, folder), passcode));
  }
  const reachable = files.filter((file) => depthOf(file.path) <= maxFolderDepth);
  const sessionFiles = reachable.map((file) => file.path).filter(isSessionFile);
  if (sessionFiles.length > 0) {
    return readEach(sessionFiles, (path) => readLooseFile(join(root, path)));
  }
  const strings = await findSessionStrings(root, reachable);
  if (strings.length > 0) return readEach(strings, (path) => readLooseFile(join(root, path)));
  const partial = files.some((file) => isTdataFile(file.path));
  throw new AppError('invalid_tdata', partial ? texts.tdataWithoutKey : texts.nothingFound);
}

async function findSessionStrings(root: string, files: readonly FoundFile[]): Promise<string[]> {
  const found: string[] = [];
  for (const { path } of files.filter(isSmall)) {
    if (isSessionString(await readText(join(root, path)))) found.push(path);
  }
  return found;
}

/** Reads one after the other, saying in an error which of several it was. */
async function readEach<T>(
  paths: readonly string[],
  read: (path: string) => Promise<T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (const path of paths) {
    try {
      found.push(...(await read(path)));
    } catch (error) {
      if (!(error instanceof AppError) || paths.length === 1) throw error;
      throw new AppError(error.code, aboutFile(path, error.text), { cause: error });
    }
  }
  return found;
}
