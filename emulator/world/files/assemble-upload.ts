import { createHash } from 'node:crypto';
import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import { findUpload, isPartSize } from './save-part.ts';

/** A file as a client names it after uploading its parts. */
export type UploadedFile = {
  fileId: bigint;
  parts: number;
  name: string;
  /** Hexadecimal; only small files come with one. */
  md5?: string | undefined;
};

const MOST_PARTS = 8000;

/**
 * The whole file out of its parts.
 *
 * @throws TelegramError FILE_PARTS_INVALID, FILE_PART_n_MISSING, FILE_PART_SIZE_INVALID,
 *   FILE_PART_SIZE_CHANGED, MD5_CHECKSUM_INVALID
 */
export function assembleUpload(world: World, ownerId: number, file: UploadedFile): Buffer {
  if (file.parts < 1 || file.parts > MOST_PARTS) throw new TelegramError(400, 'FILE_PARTS_INVALID');
  const upload = findUpload(world, ownerId, file.fileId);
  const parts: Buffer[] = [];
  for (let i = 0; i < file.parts; i++) {
    const part = upload?.parts.get(i);
    if (!part) throw new TelegramError(400, `FILE_PART_${i}_MISSING`);
    parts.push(part);
  }
  checkSizes(parts);
  const bytes = Buffer.concat(parts);
  if (file.md5 && file.md5.toLowerCase() !== createHash('md5').update(bytes).digest('hex')) {
    throw new TelegramError(400, 'MD5_CHECKSUM_INVALID');
  }
  return bytes;
}

/** All parts but the last are of one size, and the last isn't larger. */
function checkSizes(parts: readonly Buffer[]): void {
  const size = parts[0]?.length ?? 0;
  const last = parts.at(-1)?.length ?? 0;
  if (parts.length > 1 && !isPartSize(size)) throw new TelegramError(400, 'FILE_PART_SIZE_INVALID');
  const even = parts.slice(0, -1).every((part) => part.length === size);
  if (!even || last > size) throw new TelegramError(400, 'FILE_PART_SIZE_CHANGED');
}
