import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { openPromise } from 'yauzl';
import { AppError } from '../../../base/errors.ts';
import type { NeededEntry } from './check-archive.ts';
import { checkArchive } from './check-archive.ts';
import { isSystemError } from './system-error.ts';
import { texts } from './texts.ts';

const closeWithinMs = 10_000;

/**
 * Unpacks from a zip what reading sessions can need (tdata's keys, .session files, small files),
 * leaving Telegram Desktop's caches where they are. The whole directory is checked first, so that
 * a hostile archive is refused before anything is written; afterwards the bytes are counted and
 * their checksum compared as they come.
 * @param intoDir a fresh folder; on an error the caller removes it with whatever was unpacked
 * @throws AppError unsafe_archive (path tricks, links, repeated names, bombs), invalid_tdata
 * (damaged, truncated, locked)
 */
export async function extractArchive(zipPath: string, intoDir: string): Promise<void> {
  const zip = await open(zipPath);
  try {
    for (const needed of await checkArchive(zip)) await extractEntry(zip, needed, intoDir);
  } catch (error) {
    throw archiveError(error);
  } finally {
    await close(zip);
  }
}

async function open(path: string): Promise<ZipFile> {
  try {
    // names come as bytes: which of them are dangerous is decided in one place, ours
    return await openPromise(path, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    throw archiveError(error);
  }
}

async function close(zip: ZipFile): Promise<void> {
  const closed = once(zip, 'close', { signal: AbortSignal.timeout(closeWithinMs) });
  zip.close();
  await closed;
}

async function extractEntry(zip: ZipFile, needed: NeededEntry, intoDir: string): Promise<void> {
  const { entry, path } = needed;
  const target = join(intoDir, path);
  await mkdir(dirname(target), { recursive: true });
  const packed = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600 });
  const inflate = entry.compressionMethod === 0 ? [] : [createInflateRaw()];
  await pipeline([packed, ...inflate, checkContent(entry, path), file]);
}

/** Passes a file's bytes on while they keep to the size and checksum that the archive claims. */
function checkContent(entry: Entry, path: string): Transform {
  let bytes = 0;
  let checksum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      checksum = crc32(chunk, checksum);
      if (bytes <= entry.uncompressedSize) done(null, chunk);
      else done(new AppError('unsafe_archive', texts.archiveBomb(path)));
    },
    flush(done) {
      const whole = bytes === entry.uncompressedSize && checksum === entry.crc32;
      done(whole ? null : new AppError('invalid_tdata', texts.brokenArchive));
    },
  });
}

function archiveError(error: unknown): unknown {
  if (error instanceof AppError || isSystemError(error)) return error;
  const locked = error instanceof Error && /encrypt/i.test(error.message);
  const text = locked ? texts.encryptedArchive : texts.brokenArchive;
  return new AppError('invalid_tdata', text, { cause: error });
}
