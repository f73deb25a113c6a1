import { accessHash } from '../../world/access-hash.ts';
import { documentType, type StoredDocument, type StoredPhoto } from '../../world/files/file.ts';
import type { World } from '../../world/world.ts';

/** A file that bots name: a size of a photo, a document, or a document's thumbnail. */
export type NamedFile =
  | { kind: 'photo'; photo: StoredPhoto; size: string }
  | { kind: 'document'; document: StoredDocument }
  | { kind: 'thumb'; document: StoredDocument };

const letters = { photo: 'p', document: 'd', thumb: 't' } as const;
const longest = (file: NamedFile) => (file.kind === 'photo' ? file.photo.id : file.document.id);

/** What names the file to everybody, but cannot be used to get it. */
export function uniqueFileId(file: NamedFile): string {
  return pack(file, 0n, 8);
}

/** What one bot gets and sends the file by; another bot can do nothing with it. */
export function fileIdFor(world: World, botId: number, file: NamedFile): string {
  return pack(file, accessHash(world, botId, longest(file)), 16);
}

function pack(file: NamedFile, hash: bigint, length: number): string {
  const bytes = Buffer.alloc(length + 2);
  bytes.write(letters[file.kind], 0, 'latin1');
  bytes.write(file.kind === 'photo' ? file.size : '-', 1, 'latin1');
  bytes.writeBigUInt64BE(longest(file), 2);
  if (length === 16) bytes.writeBigUInt64BE(hash, 10);
  return bytes.toString('base64url');
}

/** The file that a `file_id` of this bot names, if it names one. */
export function fileById(world: World, botId: number, fileId: string): NamedFile | undefined {
  const bytes = Buffer.from(fileId, 'base64url');
  if (bytes.length !== 18 || bytes.toString('base64url') !== fileId) return undefined;
  const file = unpack(world, bytes);
  return file && fileIdFor(world, botId, file) === fileId ? file : undefined;
}

/** The file that a `file_unique_id` names, whoever asks. */
export function fileByUniqueId(world: World, uniqueId: string): NamedFile | undefined {
  const bytes = Buffer.from(uniqueId, 'base64url');
  return bytes.length === 10 ? unpack(world, bytes) : undefined;
}

function unpack(world: World, bytes: Buffer): NamedFile | undefined {
  const letter = bytes.toString('latin1', 0, 1);
  const id = bytes.readBigUInt64BE(2);
  if (letter === letters.photo) {
    const photo = world.photos.get(id);
    const size = bytes.toString('latin1', 1, 2);
    return photo?.sizes.some(({ type }) => type === size)
      ? { kind: 'photo', photo, size }
      : undefined;
  }
  const document = world.documents.get(id);
  if (!document) return undefined;
  if (letter === letters.document) return { kind: 'document', document };
  return letter === letters.thumb && document.thumbs.length > 0
    ? { kind: 'thumb', document }
    : undefined;
}

/** The bytes and the folder and ending that the file's path has. */
export function contentOf(file: NamedFile): { bytes: Buffer; folder: string; ending: string } {
  if (file.kind === 'photo') {
    const size = file.photo.sizes.find(({ type }) => type === file.size);
    return { bytes: size?.bytes ?? Buffer.alloc(0), folder: 'photos', ending: 'jpg' };
  }
  if (file.kind === 'thumb') {
    const bytes = file.document.thumbs[0]?.bytes ?? Buffer.alloc(0);
    return { bytes, folder: 'thumbnails', ending: 'jpg' };
  }
  const { bytes, attributes } = file.document;
  const type = documentType(file.document);
  if (type === 'voice') return { bytes, folder: 'voice', ending: 'oga' };
  const animated = attributes.some(({ kind }) => kind === 'animated');
  if (animated) return { bytes, folder: 'animations', ending: 'mp4' };
  const name = attributes.find((attribute) => attribute.kind === 'filename')?.name ?? '';
  const given = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  const usual = { video: 'mp4', video_note: 'mp4', audio: 'mp3' } as const;
  if (type === 'video' || type === 'video_note' || type === 'audio') {
    const folder = { video: 'videos', video_note: 'video_notes', audio: 'music' }[type];
    return { bytes, folder, ending: given ?? usual[type] };
  }
  return { bytes, folder: 'documents', ending: given ?? 'bin' };
}
