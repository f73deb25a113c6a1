import { AppError } from '../../../base/errors.ts';
import { texts } from './texts.ts';

const longestName = 1000;
const longestPart = 255;
const mostParts = 32;

/** Names met so far, with letter case and Unicode form folded as file systems do. */
type SeenNames = Map<string, { path: string; isFolder: boolean }>;

/**
 * A checker of the names in one archive, called with each in turn.
 * @returns a function from a raw name to a safe relative path ('' for the archive's own root);
 * throws AppError unsafe_archive on a name that could leave the folder (`..`, an absolute path, a
 * drive, a backslash), on one that no file system takes, and on one met before, whatever its case
 */
export function archiveNames(): (rawName: Buffer) => { path: string; isFolder: boolean } {
  const seen: SeenNames = new Map();
  return (rawName) => {
    const name = decodeName(rawName);
    const isFolder = name.endsWith('/');
    const parts = safeParts(name);
    remember(seen, parts, isFolder);
    return { path: parts.join('/'), isFolder };
  };
}

/** Names are UTF-8 or in some old code page; the latter only has to be told apart, not read. */
function decodeName(raw: Buffer): string {
  const name = raw.toString('utf8');
  return name.includes('\ufffd') ? raw.toString('latin1') : name;
}

function safeParts(name: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  const forbidden = /[\u0000-\u001f\u007f\\]|^\/|^[a-z]:/i;
  if (name === '' || name.length > longestName || forbidden.test(name)) {
    throw new AppError('unsafe_archive', texts.unsafeName(name));
  }
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const tooLong = parts.some((part) => Buffer.byteLength(part) > longestPart);
  if (tooLong || parts.length > mostParts || parts.includes('..')) {
    throw new AppError('unsafe_archive', texts.unsafeName(name));
  }
  return parts;
}

function remember(seen: SeenNames, parts: string[], isFolder: boolean): void {
  for (let end = 1; end <= parts.length; end += 1) {
    const path = parts.slice(0, end).join('/');
    const folded = path.normalize('NFC').toLowerCase();
    const asFolder = end < parts.length || isFolder;
    const earlier = seen.get(folded);
    if (!earlier) seen.set(folded, { path, isFolder: asFolder });
    else if (earlier.path !== path || !earlier.isFolder || !asFolder) {
      throw new AppError('unsafe_archive', texts.repeatedName(path));
    }
  }
}
