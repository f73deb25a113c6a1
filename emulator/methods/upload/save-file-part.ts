import type { tl } from '@mtcute/core';
import { savePart } from '../../world/files/save-part.ts';
import { type Call, caller } from '../call.ts';
import { fromLong } from '../views/long.ts';

/** @throws TelegramError see `savePart` */
export function saveFilePart(call: Call, request: tl.upload.RawSaveFilePartRequest): boolean {
  const { fileId, filePart, bytes } = request;
  savePart(call.world, caller(call).id, fromLong(fileId), filePart, Buffer.from(bytes));
  return true;
}

/** The same for files over 10 MB, whose number of parts is said in advance. */
export function saveBigFilePart(call: Call, request: tl.upload.RawSaveBigFilePartRequest): boolean {
  const { fileId, filePart, fileTotalParts, bytes } = request;
  const owner = caller(call).id;
  savePart(call.world, owner, fromLong(fileId), filePart, Buffer.from(bytes), fileTotalParts);
  return true;
}
