import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../../base/errors.ts';
import { archiveNames } from './archive-names.ts';
import { isInCache, isNeeded } from './needed-files.ts';
import { texts } from './texts.ts';

const maxEntries = 20_000;
/** Bytes that all needed files of an archive may take together. */
const maxTotalBytes = 200_000_000;
/** Files smaller than this may shrink as they like: a new SQLite file is mostly zeros. */
const ratioFromBytes = 4_000_000;
const maxRatio = 100;

// the type of a Unix file in the upper half of its attributes: folder, regular file
const fileTypeMask = 0o170000;
const harmlessTypes = [0, 0o040000, 0o100000];

const stored = 0;
const deflated = 8;

/** A file to be taken out of an archive. */
export type NeededEntry = { entry: Entry; path: string };

/**
 * Goes through the archive's directory before anything is unpacked: names, links, sizes, locks.
 * Every entry is checked, and those that reading sessions can need are returned. Sizes are the
 * archive's own claims here; unpacking stops where a file outgrows its claim.
 * @throws AppError unsafe_archive, invalid_tdata
 */
export async function checkArchive(zip: ZipFile): Promise<NeededEntry[]> {
  if (zip.entryCount > maxEntries) {
    throw new AppError('unsafe_archive', texts.tooManyEntries(maxEntries));
  }
  const checkName = archiveNames();
  const needed: NeededEntry[] = [];
  let total = 0;
  let claimed = 0;
  for await (const entry of zip.eachEntry()) {
    const { path, isFolder } = checkName(entry.fileNameRaw);
    const size = entry.uncompressedSize;
    checkType(entry, path);
    if (isFolder) continue;
    if (isInCache(path)) continue;
    checkRatio(entry, path);
    claimed += size;
    const swells = claimed > maxTotalBytes && claimed > zip.fileSize * maxRatio;
    if (swells) throw new AppError('unsafe_archive', texts.archiveTooLarge(maxTotalBytes));
    if (!isNeeded({ path, size })) continue;
    checkReadable(entry);
    total += size;
    if (total > maxTotalBytes) {
      throw new AppError('unsafe_archive', texts.archiveTooLarge(maxTotalBytes));
    }
    needed.push({ entry, path });
  }
  return needed;
}

function checkType(entry: Entry, path: string): void {
  const type = (entry.externalFileAttributes >>> 16) & fileTypeMask;
  if (!harmlessTypes.includes(type)) throw new AppError('unsafe_archive', texts.unsafeEntry(path));
}

function checkRatio({ uncompressedSize, compressedSize }: Entry, path: string): void {
  if (uncompressedSize > ratioFromBytes && uncompressedSize > compressedSize * maxRatio) {
    throw new AppError('unsafe_archive', texts.archiveBomb(path));
  }
}

function checkReadable(entry: Entry): void {
  if (entry.isEncrypted()) throw new AppError('invalid_tdata', texts.encryptedArchive);
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
    throw new AppError('invalid_tdata', texts.unsupportedCompression);
  }
}
