import type { tl } from '@mtcute/core';
import { assembleUpload, type UploadedFile } from '../../world/files/assemble-upload.ts';
import { makeDocument } from '../../world/files/make-document.ts';
import { makePhoto } from '../../world/files/make-photo.ts';
import { dropUpload } from '../../world/files/save-part.ts';
import type { Media } from '../../world/messages/message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { findDocument, findPhoto } from '../stored-files.ts';
import { fromLong } from '../views/long.ts';
import { readAttributes } from './read-attributes.ts';

/**
 * The media that a client wants to send: fresh from an upload, or a file that Telegram has.
 *
 * @throws TelegramError MEDIA_EMPTY, MEDIA_INVALID, WEBPAGE_CURL_FAILED, those of `assembleUpload`,
 *   `makePhoto` and `findDocument`
 */
export async function readMedia(call: Call, input: tl.TypeInputMedia): Promise<Media> {
  switch (input._) {
    case 'inputMediaUploadedPhoto': {
      const photo = await makePhoto(call.world, assemble(call, input.file));
      used(call, input.file);
      return { kind: 'photo', photo, spoiler: input.spoiler, ttlSeconds: input.ttlSeconds };
    }
    case 'inputMediaUploadedDocument': {
      const bytes = assemble(call, input.file);
      const attributes = readAttributes(input, nameOf(input.file).name);
      const thumbs = input.thumb ? await readThumb(call, input.thumb) : [];
      const { mimeType } = input;
      const document = makeDocument(call.world, { bytes, mimeType, attributes, thumbs });
      used(call, input.file);
      return { kind: 'document', document, spoiler: input.spoiler, ttlSeconds: input.ttlSeconds };
    }
    case 'inputMediaPhoto': {
      if (input.id._ === 'inputPhotoEmpty') throw new TelegramError(400, 'MEDIA_EMPTY');
      const photo = findPhoto(call, input.id);
      return { kind: 'photo', photo, spoiler: input.spoiler, ttlSeconds: input.ttlSeconds };
    }
    case 'inputMediaDocument': {
      if (input.id._ === 'inputDocumentEmpty') throw new TelegramError(400, 'MEDIA_EMPTY');
      const document = findDocument(call, input.id);
      return { kind: 'document', document, spoiler: input.spoiler, ttlSeconds: input.ttlSeconds };
    }
    case 'inputMediaContact':
      return readContact(call, input);
    case 'inputMediaGeoPoint': {
      const { geoPoint } = input;
      if (geoPoint._ === 'inputGeoPointEmpty') throw new TelegramError(400, 'MEDIA_EMPTY');
      return { kind: 'place', latitude: geoPoint.lat, longitude: geoPoint.long };
    }
    case 'inputMediaPhotoExternal':
    case 'inputMediaDocumentExternal':
      throw new TelegramError(400, 'WEBPAGE_CURL_FAILED'); // the box goes nowhere
    case 'inputMediaEmpty':
      throw new TelegramError(400, 'MEDIA_EMPTY');
    default:
      throw new TelegramError(400, 'MEDIA_INVALID');
  }
}

function nameOf(file: tl.TypeInputFile): UploadedFile {
  if (file._ === 'inputFileStoryDocument') throw new TelegramError(400, 'MEDIA_INVALID');
  return {
    fileId: fromLong(file.id),
    parts: file.parts,
    name: file.name,
    md5: file._ === 'inputFile' ? file.md5Checksum : undefined,
  };
}

function assemble(call: Call, file: tl.TypeInputFile): Buffer {
  return assembleUpload(call.world, caller(call).id, nameOf(file));
}

function used(call: Call, file: tl.TypeInputFile): void {
  dropUpload(call.world, caller(call).id, nameOf(file).fileId);
}

/** A thumbnail is kept in one size; what isn't a picture is left out, as Telegram does. */
async function readThumb(call: Call, file: tl.TypeInputFile) {
  try {
    const photo = await makePhoto(call.world, assemble(call, file));
    used(call, file);
    return photo.sizes.slice(0, 1);
  } catch (error) {
    if (error instanceof TelegramError) return [];
    throw error;
  }
}

function readContact(call: Call, input: tl.RawInputMediaContact): Media {
  const phone = input.phoneNumber.replace(/\D/g, '');
  return {
    kind: 'contact',
    phone,
    firstName: input.firstName,
    lastName: input.lastName,
    vcard: input.vcard,
    userId: call.world.userIdsByPhone.get(phone) ?? 0,
  };
}
