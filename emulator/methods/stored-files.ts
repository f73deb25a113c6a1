import type { Long } from '@mtcute/core';
import { accessHash } from '../world/access-hash.ts';
import type { StoredDocument, StoredPhoto } from '../world/files/file.ts';
import { fileReference } from '../world/files/file-reference.ts';
import { TelegramError } from '../world/telegram-error.ts';
import { type Call, caller } from './call.ts';
import { fromLong } from './views/long.ts';

/** How a client names a file that Telegram has. */
type FileName = {
  id: Long;
  accessHash: Long;
  fileReference: Uint8Array;
};

/**
 * A photo, if the caller knows its access hash and a valid reference.
 *
 * @throws TelegramError FILE_ID_INVALID, FILE_REFERENCE_EMPTY, FILE_REFERENCE_INVALID
 */
export function findPhoto(call: Call, name: FileName): StoredPhoto {
  return find(call, name, call.world.photos);
}

/** The same for a document. */
export function findDocument(call: Call, name: FileName): StoredDocument {
  return find(call, name, call.world.documents);
}

function find<T extends { id: bigint }>(
  call: Call,
  name: FileName,
  files: ReadonlyMap<bigint, T>,
): T {
  const file = files.get(fromLong(name.id));
  const hash = file && accessHash(call.world, caller(call).id, file.id);
  if (!file || fromLong(name.accessHash) !== hash) throw new TelegramError(400, 'FILE_ID_INVALID');
  if (name.fileReference.length === 0) throw new TelegramError(400, 'FILE_REFERENCE_EMPTY');
  if (!fileReference(call.world, file.id).equals(name.fileReference)) {
    throw new TelegramError(400, 'FILE_REFERENCE_INVALID');
  }
  return file;
}
