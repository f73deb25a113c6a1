import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { Upload } from './file.ts';

/** Rules of https://core.telegram.org/api/files#uploading-files; sizes in bytes. */
const LARGEST_PART = 512 * 1024;
const MOST_PARTS = 8000;
/** Uploads that nobody used are forgotten when there are more than these. */
const MOST_UPLOADS = 2000;

const uploadName = (ownerId: number, fileId: bigint) => `${ownerId}/${fileId}`;

/** Whether all parts but the last may have this size. */
export function isPartSize(size: number): boolean {
  return size > 0 && size % 1024 === 0 && LARGEST_PART % size === 0;
}

/**
 * Keeps a part of a file being uploaded.
 *
 * @param part  its place, from 0
 * @param totalParts  how many there will be, when the client says
 * @throws TelegramError FILE_PART_INVALID, FILE_PART_EMPTY, FILE_PART_TOO_BIG, FILE_PARTS_INVALID,
 *   FILE_PART_SIZE_INVALID
 */
export function savePart(
  world: World,
  ownerId: number,
  fileId: bigint,
  part: number,
  bytes: Buffer,
  totalParts?: number,
): void {
  if (totalParts !== undefined && (totalParts < 1 || totalParts > MOST_PARTS)) {
    throw new TelegramError(400, 'FILE_PARTS_INVALID');
  }
  if (part < 0 || part >= (totalParts ?? MOST_PARTS)) {
    throw new TelegramError(400, 'FILE_PART_INVALID');
  }
  if (bytes.length === 0) throw new TelegramError(400, 'FILE_PART_EMPTY');
  if (bytes.length > LARGEST_PART) throw new TelegramError(400, 'FILE_PART_TOO_BIG');
  const isLast = totalParts !== undefined && part === totalParts - 1;
  if (totalParts !== undefined && !isLast && !isPartSize(bytes.length)) {
    throw new TelegramError(400, 'FILE_PART_SIZE_INVALID');
  }

  const name = uploadName(ownerId, fileId);
  let upload = world.uploads.get(name);
  if (!upload) {
    upload = { parts: new Map(), totalParts };
    world.uploads.set(name, upload);
    forgetOldest(world);
  }
  upload.parts.set(part, bytes);
}

function forgetOldest(world: World): void {
  if (world.uploads.size <= MOST_UPLOADS) return;
  for (const name of world.uploads.keys()) {
    world.uploads.delete(name);
    return;
  }
}

/** An upload under way. */
export function findUpload(world: World, ownerId: number, fileId: bigint): Upload | undefined {
  return world.uploads.get(uploadName(ownerId, fileId));
}

/** Forgets an upload whose file is stored by now. */
export function dropUpload(world: World, ownerId: number, fileId: bigint): void {
  world.uploads.delete(uploadName(ownerId, fileId));
}
