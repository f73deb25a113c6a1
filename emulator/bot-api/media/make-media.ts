import type { DocumentAttribute, PhotoSize, StoredDocument } from '../../world/files/file.ts';
import { documentType } from '../../world/files/file.ts';
import { makeDocument } from '../../world/files/make-document.ts';
import { makePhoto } from '../../world/files/make-photo.ts';
import type { Media } from '../../world/messages/message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import type { World } from '../../world/world.ts';
import type { UploadedFile } from '../arguments.ts';
import { badRequest } from '../bot-api-error.ts';
import type { InputFile } from './read-input-file.ts';

/** The kinds of media that the Bot API has a method for. */
export type MediaKind =
  | 'photo'
  | 'video'
  | 'audio'
  | 'voice'
  | 'video_note'
  | 'document'
  | 'animation';

/** What a bot says of its file; seconds and pixels. */
export type MediaWords = {
  duration?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  title?: string | undefined;
  performer?: string | undefined;
  spoiler?: boolean | undefined;
  streaming?: boolean | undefined;
  thumbnail?: UploadedFile | undefined;
};

/**
 * Media out of a file. What isn't told is taken as 0: the box doesn't look into files.
 *
 * @throws BotApiError 400 when a stored file is of another kind; TelegramError those of `makePhoto`
 */
export async function makeBotMedia(
  world: World,
  kind: MediaKind,
  input: InputFile,
  words: MediaWords,
): Promise<Media> {
  const spoiler = words.spoiler ? { spoiler: true } : {};
  if (kind === 'photo') return { kind: 'photo', photo: await photoOf(world, input), ...spoiler };
  if (input.kind === 'stored') {
    return { kind: 'document', document: storedDocument(kind, input), ...spoiler };
  }
  const { bytes, filename, mimeType } = input.file;
  const document = makeDocument(world, {
    bytes,
    mimeType: usualTypes[kind] ?? mimeType,
    attributes: attributesOf(kind, filename, words),
    thumbs: words.thumbnail ? await thumbs(world, words.thumbnail) : [],
  });
  return { kind: 'document', document, ...spoiler };
}

const usualTypes: Partial<Record<MediaKind, string>> = {
  voice: 'audio/ogg',
  video_note: 'video/mp4',
  video: 'video/mp4',
  animation: 'video/mp4',
};

async function photoOf(world: World, input: InputFile) {
  if (input.kind === 'upload') return makePhoto(world, input.file.bytes);
  if (input.file.kind !== 'photo') throw badRequest("can't use file of type Document as Photo");
  return input.file.photo;
}

/** A file that is there already keeps what it is; it cannot be sent as something else. */
function storedDocument(
  kind: MediaKind,
  { file }: Extract<InputFile, { kind: 'stored' }>,
): StoredDocument {
  if (file.kind !== 'document') throw badRequest(`can't use file of type Photo as ${named(kind)}`);
  const found = kindOf(file.document);
  if (found !== kind && !(kind === 'document' && found === 'animation')) {
    throw badRequest(`can't use file of type ${named(found)} as ${named(kind)}`);
  }
  return file.document;
}

const named = (kind: MediaKind) =>
  kind
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function kindOf(document: StoredDocument): MediaKind {
  return document.attributes.some(({ kind }) => kind === 'animated')
    ? 'animation'
    : documentType(document);
}

function attributesOf(kind: MediaKind, name: string, words: MediaWords): DocumentAttribute[] {
  const { duration = 0, width = 0, height = 0, title, performer } = words;
  const streaming = words.streaming ?? false;
  const filename: DocumentAttribute = { kind: 'filename', name };
  const video = { kind: 'video', duration, width, height, streaming, silent: false } as const;
  switch (kind) {
    case 'voice':
      return [{ kind: 'audio', duration, voice: true }];
    case 'audio':
      return [{ kind: 'audio', duration, voice: false, title, performer }, filename];
    case 'video':
      return [{ ...video, round: false }, filename];
    case 'video_note':
      return [{ ...video, height: width, round: true }];
    case 'animation':
      return [{ ...video, silent: true, round: false }, { kind: 'animated' }, filename];
    default:
      return [filename];
  }
}

/** A thumbnail is kept in one size; what isn't a picture is left out, as Telegram does. */
async function thumbs(world: World, file: UploadedFile): Promise<PhotoSize[]> {
  try {
    return (await makePhoto(world, file.bytes)).sizes.slice(0, 1);
  } catch (error) {
    if (error instanceof TelegramError) return [];
    throw error;
  }
}
