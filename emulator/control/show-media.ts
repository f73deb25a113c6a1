import type { z } from 'zod';
import { type DocumentAttribute, documentType } from '../world/files/file.ts';
import type { Media } from '../world/messages/message.ts';
import type { messageJson } from './message-schemas.ts';

type MessageJson = z.output<typeof messageJson>;

/** What kind of message it is, as the control API calls it. */
export function typeOf(media: Media | undefined): MessageJson['type'] {
  if (!media) return 'text';
  if (media.kind === 'photo') return 'photo';
  return media.kind === 'document' ? documentType(media.document) : 'other';
}

/** What there is to know about a file without its bytes. */
export function showMedia(media: Media): MessageJson['media'] {
  if (media.kind === 'photo') {
    const largest = media.photo.sizes.at(-1);
    return {
      size: largest?.bytes.length ?? 0,
      mimeType: 'image/jpeg',
      filename: null,
      width: largest?.width ?? null,
      height: largest?.height ?? null,
      durationSeconds: null,
    };
  }
  if (media.kind !== 'document') return null;
  const { attributes, bytes, mimeType } = media.document;
  return {
    size: bytes.length,
    mimeType,
    filename: findAttribute(attributes, 'filename')?.name ?? null,
    width: findAttribute(attributes, 'video')?.width ?? null,
    height: findAttribute(attributes, 'video')?.height ?? null,
    durationSeconds:
      (findAttribute(attributes, 'video') ?? findAttribute(attributes, 'audio'))?.duration ?? null,
  };
}

function findAttribute<K extends DocumentAttribute['kind']>(
  attributes: readonly DocumentAttribute[],
  kind: K,
): Extract<DocumentAttribute, { kind: K }> | undefined {
  return attributes.find(
    (attribute): attribute is Extract<DocumentAttribute, { kind: K }> => attribute.kind === kind,
  );
}
