import type { Message, PhotoSize as PhotoSizeJson } from 'grammy/types';
import {
  type DocumentAttribute,
  documentType,
  type StoredDocument,
  type StoredPhoto,
} from '../../world/files/file.ts';
import type { Media } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { fileIdFor, type NamedFile, uniqueFileId } from '../files/file-id.ts';

/** The part of a message that its media makes, file ids being the bot's own. */
export function mediaJson(world: World, botId: number, media: Media): Partial<Message> {
  const spoiler = 'spoiler' in media && media.spoiler ? { has_media_spoiler: true as const } : {};
  switch (media.kind) {
    case 'photo':
      return { photo: photoJson(world, botId, media.photo), ...spoiler };
    case 'document':
      return { ...documentJson(world, botId, media.document), ...spoiler };
    case 'contact':
      return {
        contact: {
          phone_number: media.phone,
          first_name: media.firstName,
          last_name: media.lastName || undefined,
          user_id: media.userId || undefined,
          vcard: media.vcard || undefined,
        },
      };
    case 'place':
      return { location: { latitude: media.latitude, longitude: media.longitude } };
    case 'invoice': {
      const { description, startParam, title, total } = media.invoice;
      return {
        invoice: {
          title,
          description,
          start_parameter: startParam,
          currency: 'XTR',
          total_amount: total,
        },
      };
    }
  }
}

export function photoJson(world: World, botId: number, photo: StoredPhoto): PhotoSizeJson[] {
  return photo.sizes.map((size) => ({
    ...ids(world, botId, { kind: 'photo', photo, size: size.type }),
    file_size: size.bytes.length,
    width: size.width,
    height: size.height,
  }));
}

const ids = (world: World, botId: number, file: NamedFile) => ({
  file_id: fileIdFor(world, botId, file),
  file_unique_id: uniqueFileId(file),
});

function attributeOf<K extends DocumentAttribute['kind']>(document: StoredDocument, kind: K) {
  return document.attributes.find(
    (attribute): attribute is Extract<DocumentAttribute, { kind: K }> => attribute.kind === kind,
  );
}

function documentJson(world: World, botId: number, document: StoredDocument): Partial<Message> {
  const [thumb] = document.thumbs;
  const thumbnail = thumb && {
    ...ids(world, botId, { kind: 'thumb', document }),
    file_size: thumb.bytes.length,
    width: thumb.width,
    height: thumb.height,
  };
  const file = {
    ...ids(world, botId, { kind: 'document', document }),
    file_size: document.bytes.length,
  };
  const plain = {
    ...file,
    mime_type: document.mimeType,
    file_name: attributeOf(document, 'filename')?.name,
    thumbnail,
  };
  const video = attributeOf(document, 'video');
  const audio = attributeOf(document, 'audio');
  const duration = Math.round(video?.duration ?? audio?.duration ?? 0);
  const { width = 0, height = 0 } = video ?? {};
  if (attributeOf(document, 'animated')) {
    // Telegram gives both, so that programs of the time before animations find a document.
    return { animation: { ...plain, width, height, duration }, document: plain };
  }
  switch (documentType(document)) {
    case 'video':
      return { video: { ...plain, width, height, duration } };
    case 'video_note':
      return { video_note: { ...file, length: width, duration, thumbnail } };
    case 'voice':
      return { voice: { ...file, duration, mime_type: document.mimeType } };
    case 'audio': {
      const { title, performer } = audio ?? {};
      return { audio: { ...plain, duration, title, performer } };
    }
    default:
      return { document: plain };
  }
}
