import type { World } from '../world.ts';
import type { DocumentAttribute, PhotoSize, StoredDocument } from './file.ts';

/** Stores a file as a document of any kind. */
export function makeDocument(
  world: World,
  given: {
    bytes: Buffer;
    mimeType: string;
    attributes: DocumentAttribute[];
    thumbs?: PhotoSize[];
  },
): StoredDocument {
  const document = {
    id: world.random.long(),
    date: world.clock.seconds(),
    mimeType: given.mimeType || 'application/octet-stream',
    bytes: given.bytes,
    attributes: given.attributes,
    thumbs: given.thumbs ?? [],
  };
  world.documents.set(document.id, document);
  return document;
}
