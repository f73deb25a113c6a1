/** A file inside a folder or an archive. */
export type FoundFile = {
  /** Relative, with '/' between its parts. */
  path: string;
  /** Bytes. */
  size: number;
};

/** Bytes up to which a file of any name is looked at: it may hold a session string. */
const smallFileBytes = 4096;

/** How many folders above a tdata folder, a .session file or a text are looked through. */
export const maxFolderDepth = 4;

// Telegram Desktop's caches inside tdata, and what macOS adds to archives
const cacheFolder =
  /^((user_data|webview|media_cache)(#\d+)?|emoji|dumps|tdummy|tupdates|__MACOSX)$/i;

const keyDataFile = /^key_data[s01]$/;
const accountFile = /^[0-9A-F]{16}[s01]$/;
const accountFolder = /^[0-9A-F]{16}$/;
const mapFile = /^map[s01]$/;

/** Whether nothing inside this folder can be a session: Telegram Desktop's caches reach gigabytes. */
export function isCacheFolder(name: string): boolean {
  return cacheFolder.test(name);
}

/** Whether the file lies in a cache folder. */
export function isInCache(path: string): boolean {
  return path.split('/').slice(0, -1).some(isCacheFolder);
}

/** Whether reading sessions can need this file; everything else stays in the archive. */
export function isNeeded({ path, size }: FoundFile): boolean {
  if (isInCache(path)) return false;
  return isTdataFile(path) || isSessionFile(path) || size <= smallFileBytes;
}

/** A file that by its size may hold a session string. */
export function isSmall({ size }: FoundFile): boolean {
  return size > 0 && size <= smallFileBytes;
}

/** A file that by its name is a session file. macOS adds shadows named `._…` to archives. */
export function isSessionFile(path: string): boolean {
  const name = nameOf(path);
  return /\.session$/i.test(name) && !name.startsWith('._');
}

/** Whether the file makes its folder a tdata folder: the key to all accounts in it. */
export function isKeyDataFile(path: string): boolean {
  return keyDataFile.test(nameOf(path));
}

/** Whether the file is a trace of a tdata folder, though perhaps of an incomplete one. */
export function isTdataFile(path: string): boolean {
  const folder = nameOf(folderOf(path));
  if (accountFolder.test(folder)) return mapFile.test(nameOf(path));
  return keyDataFile.test(nameOf(path)) || accountFile.test(nameOf(path));
}

/** The folder of a file, '' at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** How many folders stand above: 0 at the top. */
export function depthOf(path: string): number {
  return path.split('/').length - 1;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
