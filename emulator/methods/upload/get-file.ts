import type { tl } from '@mtcute/core';
import { TelegramError } from '../../world/telegram-error.ts';
import type { Call } from '../call.ts';
import { findDocument, findPhoto } from '../stored-files.ts';

/** https://core.telegram.org/api/files#downloading-files; bytes. */
const MEGABYTE = 1024 * 1024;
const STEP = 4096;
const PRECISE_STEP = 1024;

/**
 * A piece of a file; what lies beyond its end comes as nothing.
 *
 * @throws TelegramError OFFSET_INVALID, LIMIT_INVALID, LOCATION_INVALID, FILE_ID_INVALID,
 *   FILE_REFERENCE_INVALID
 */
export function getFile(call: Call, request: tl.upload.RawGetFileRequest): tl.upload.RawFile {
  const { offset, limit } = request;
  const step = request.precise ? PRECISE_STEP : STEP;
  if (offset < 0 || offset % step !== 0) throw new TelegramError(400, 'OFFSET_INVALID');
  const fits = Math.floor(offset / MEGABYTE) === Math.floor((offset + limit - 1) / MEGABYTE);
  const even = request.precise || MEGABYTE % limit === 0;
  if (limit <= 0 || limit > MEGABYTE || limit % step !== 0 || !even || !fits) {
    throw new TelegramError(400, 'LIMIT_INVALID');
  }
  const { bytes, mimeType } = locate(call, request.location);
  return {
    _: 'upload.file',
    type: storageType(mimeType),
    mtime: call.world.clock.seconds(),
    bytes: bytes.subarray(offset, offset + limit),
  };
}

function locate(
  call: Call,
  location: tl.TypeInputFileLocation,
): { bytes: Buffer; mimeType: string } {
  if (location._ === 'inputPhotoFileLocation') {
    const photo = findPhoto(call, location);
    const size = photo.sizes.find((other) => other.type === location.thumbSize);
    if (!size) throw new TelegramError(400, 'LOCATION_INVALID');
    return { bytes: size.bytes, mimeType: 'image/jpeg' };
  }
  if (location._ === 'inputDocumentFileLocation') {
    const document = findDocument(call, location);
    if (location.thumbSize === '') return document;
    const thumb = document.thumbs.find((other) => other.type === location.thumbSize);
    if (!thumb) throw new TelegramError(400, 'LOCATION_INVALID');
    return { bytes: thumb.bytes, mimeType: 'image/jpeg' };
  }
  throw new TelegramError(400, 'LOCATION_INVALID');
}

function storageType(mimeType: string): tl.storage.TypeFileType {
  switch (mimeType) {
    case 'image/jpeg':
      return { _: 'storage.fileJpeg' };
    case 'image/png':
      return { _: 'storage.filePng' };
    case 'image/gif':
      return { _: 'storage.fileGif' };
    case 'video/mp4':
      return { _: 'storage.fileMp4' };
    case 'audio/mpeg':
      return { _: 'storage.fileMp3' };
    default:
      return { _: 'storage.fileUnknown' };
  }
}
