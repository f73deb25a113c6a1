import { Long, type tl } from '@mtcute/core';
import { uploadFile } from '@mtcute/core/methods.js';
import { type Client, once } from './client.ts';
import { type FileToUpload, TelegramError } from './port.ts';

/** A file in Telegram that this account may send as often as it likes. */
type Uploaded = { kind: 'photo' | 'document'; id: string; accessHash: string; reference: string };

/** Uploads a file without sending it. @returns a reference for `readReference` */
export async function uploadMedia(client: Client, media: FileToUpload): Promise<Uint8Array> {
  client.openFileConnections();
  const { inputFile } = await uploadFile(client.tg, {
    file: media.path,
    fileName: media.filename,
    fileSize: media.size,
    fileMime: media.mimeType,
  });
  const stored = await client.tg.call(
    {
      _: 'messages.uploadMedia',
      peer: { _: 'inputPeerSelf' },
      media: describe(media, inputFile),
    },
    once,
  );
  return Buffer.from(JSON.stringify(readStored(stored)));
}

/** What a send carries in the place of the file. */
export function readReference(reference: Uint8Array): tl.TypeInputMedia {
  const {
    kind,
    id,
    accessHash,
    reference: fileReference,
  }: Uploaded = JSON.parse(Buffer.from(reference).toString());
  const file = {
    id: Long.fromString(id),
    accessHash: Long.fromString(accessHash),
    fileReference: Buffer.from(fileReference, 'base64'),
  };
  return kind === 'photo'
    ? { _: 'inputMediaPhoto', id: { _: 'inputPhoto', ...file } }
    : { _: 'inputMediaDocument', id: { _: 'inputDocument', ...file } };
}

function describe(media: FileToUpload, file: tl.TypeInputFile): tl.TypeInputMedia {
  if (media.type === 'photo') return { _: 'inputMediaUploadedPhoto', file };
  return {
    _: 'inputMediaUploadedDocument',
    file,
    mimeType: media.mimeType,
    forceFile: media.type === 'document',
    attributes: attributesOf(media),
  };
}

function attributesOf(media: FileToUpload): tl.TypeDocumentAttribute[] {
  const name: tl.TypeDocumentAttribute = {
    _: 'documentAttributeFilename',
    fileName: media.filename,
  };
  const duration = media.durationSeconds ?? 0;
  switch (media.type) {
    case 'voice':
      return [
        {
          _: 'documentAttributeAudio',
          voice: true,
          duration,
          ...(media.waveform && { waveform: packWaveform(media.waveform) }),
        },
      ];
    case 'video_note':
    case 'video':
      return [
        {
          _: 'documentAttributeVideo',
          roundMessage: media.type === 'video_note',
          supportsStreaming: media.type === 'video',
          duration,
          w: media.width ?? 0,
          h: media.height ?? 0,
        },
        ...(media.type === 'video' ? [name] : []),
      ];
    default:
      return [name];
  }
}

/** 100 numbers of five bits, one after the other, lowest bit first: Telegram's form of it. */
export function packWaveform(values: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil((values.length * 5) / 8));
  values.forEach((value, i) => {
    const bit = i * 5;
    const shifted = (value & 31) << (bit % 8);
    const at = bit >> 3;
    packed[at] = (packed[at] ?? 0) | (shifted & 255);
    if (shifted > 255) packed[at + 1] = (packed[at + 1] ?? 0) | (shifted >> 8);
  });
  return packed;
}

function readStored(stored: tl.TypeMessageMedia): Uploaded {
  const file =
    stored._ === 'messageMediaPhoto'
      ? stored.photo
      : stored._ === 'messageMediaDocument'
        ? stored.document
        : undefined;
  if (file?._ !== 'photo' && file?._ !== 'document')
    throw new TelegramError({ kind: 'invalid_media', code: 'MEDIA_INVALID' });
  return {
    kind: file._,
    id: file.id.toString(),
    accessHash: file.accessHash.toString(),
    reference: Buffer.from(file.fileReference).toString('base64'),
  };
}
