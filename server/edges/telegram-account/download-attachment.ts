import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Long, FileLocation as TelegramFile, type tl } from '@mtcute/core';
import { downloadAsIterable } from '@mtcute/core/methods.js';
import { type Client, once } from './client.ts';
import { type Attachment, TelegramError } from './port.ts';
import { type FileLocation, readContent } from './read-message.ts';
import { toTelegramError } from './telegram-problem.ts';

/** Writes an attachment's bytes to a file; nothing stays there after a failure. */
export async function downloadAttachment(
  client: Client,
  attachment: Attachment,
  path: string,
): Promise<void> {
  client.openFileConnections();
  const location: FileLocation = JSON.parse(attachment.location);
  try {
    await download(client, location, attachment.size, path);
  } catch (error) {
    await rm(path, { force: true });
    if (toTelegramError(error).problem.kind !== 'upload_expired') throw error;
    // References to files live for hours; the message gives a fresh one.
    const renewed = await renew(client, location);
    await download(client, renewed, attachment.size, path);
  }
}

async function download(
  { tg }: Client,
  location: FileLocation,
  size: number,
  path: string,
): Promise<void> {
  const file = new TelegramFile(toInput(location), size || undefined, location.dc);
  await pipeline(
    Readable.from(downloadAsIterable(tg, file)),
    createWriteStream(path, { mode: 0o600 }),
  );
}

function toInput(location: FileLocation): tl.TypeInputFileLocation {
  const file = {
    id: Long.fromString(location.id),
    accessHash: Long.fromString(location.accessHash),
    fileReference: Buffer.from(location.reference, 'base64'),
    thumbSize: location.thumb,
  };
  return location.kind === 'photo'
    ? { _: 'inputPhotoFileLocation', ...file }
    : { _: 'inputDocumentFileLocation', ...file };
}

async function renew({ tg }: Client, location: FileLocation): Promise<FileLocation> {
  const result = await tg.call(
    { _: 'messages.getMessages', id: [{ _: 'inputMessageID', id: location.messageId }] },
    once,
  );
  const [message] = 'messages' in result ? result.messages : [];
  const fresh = message?._ === 'message' ? readContent(message).attachment : undefined;
  if (!fresh) throw new TelegramError({ kind: 'peer_not_found', code: 'MESSAGE_GONE' });
  return JSON.parse(fresh.location);
}
