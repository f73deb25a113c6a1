import type { tl } from '@mtcute/core';
import type { Attachment, HeardMessage } from './port.ts';
import { cleanText } from './read-user.ts';

type Content = Pick<HeardMessage, 'type' | 'text' | 'attachment'>;

/** What a message holds, in our words. Kinds we have no word for are described in the text. */
export function readContent(message: tl.RawMessage): Content {
  const text = cleanText(message.message);
  const { media } = message;
  if (!media) return { type: 'text', text };
  switch (media._) {
    case 'messageMediaEmpty':
    case 'messageMediaWebPage':
      return { type: 'text', text };
    case 'messageMediaPhoto':
      return media.photo?._ === 'photo'
        ? { type: 'photo', text, attachment: readPhoto(media.photo, message.id) }
        : { type: 'text', text: text || '[photo]' };
    case 'messageMediaDocument':
      return media.document?._ === 'document'
        ? { text, ...readDocument(media.document, message.id) }
        : { type: 'text', text: text || '[file]' };
    default:
      return { type: 'text', text: text || cleanText(describe(media)) };
  }
}

/** Where a file stands, and the message that can renew the reference to it. */
export type FileLocation = {
  kind: 'photo' | 'document';
  id: string;
  accessHash: string;
  /** base64 */
  reference: string;
  thumb: string;
  dc: number;
  messageId: number;
};

function readPhoto(photo: tl.RawPhoto, messageId: number): Attachment {
  const sizes = photo.sizes.flatMap((s) => {
    if (s._ === 'photoSize') return [{ type: s.type, w: s.w, h: s.h, size: s.size }];
    if (s._ === 'photoSizeProgressive')
      return [{ type: s.type, w: s.w, h: s.h, size: Math.max(...s.sizes) }];
    return [];
  });
  const largest = sizes.sort((a, b) => b.w * b.h - a.w * a.h)[0];
  const location = locate('photo', photo, largest?.type ?? 'x', messageId);
  return {
    location: JSON.stringify(location),
    mimeType: 'image/jpeg',
    size: largest?.size ?? 0,
    ...(largest && { width: largest.w, height: largest.h }),
  };
}

function readDocument(
  document: tl.RawDocument,
  messageId: number,
): Pick<Content, 'type' | 'attachment'> {
  const find = <K extends tl.TypeDocumentAttribute['_']>(kind: K) =>
    document.attributes.find((a): a is Extract<tl.TypeDocumentAttribute, { _: K }> => a._ === kind);
  const audio = find('documentAttributeAudio');
  const video = find('documentAttributeVideo');
  const name = find('documentAttributeFilename');
  const duration = video?.duration ?? audio?.duration;
  const type = audio?.voice
    ? 'voice'
    : video?.roundMessage
      ? 'video_note'
      : video
        ? 'video'
        : 'document';
  return {
    type,
    attachment: {
      location: JSON.stringify(locate('document', document, '', messageId)),
      mimeType: cleanText(document.mimeType),
      size: document.size,
      ...(name && { fileName: cleanText(name.fileName) }),
      ...(duration !== undefined && { durationSeconds: Math.round(duration) }),
      ...(video && { width: video.w, height: video.h }),
    },
  };
}

function locate(
  kind: FileLocation['kind'],
  file: tl.RawPhoto | tl.RawDocument,
  thumb: string,
  messageId: number,
): FileLocation {
  return {
    kind,
    id: file.id.toString(),
    accessHash: file.accessHash.toString(),
    reference: Buffer.from(file.fileReference).toString('base64'),
    thumb,
    dc: file.dcId,
    messageId,
  };
}

function describe(media: tl.TypeMessageMedia): string {
  switch (media._) {
    case 'messageMediaContact':
      return `[contact] ${media.firstName} ${media.lastName} +${media.phoneNumber}`;
    case 'messageMediaGeo':
    case 'messageMediaGeoLive':
      return media.geo._ === 'geoPoint'
        ? `[location] ${media.geo.lat}, ${media.geo.long}`
        : '[location]';
    case 'messageMediaVenue':
      return `[venue] ${media.title}, ${media.address}`;
    case 'messageMediaPoll':
      return `[poll] ${media.poll.question.text}`;
    case 'messageMediaDice':
      return media.emoticon;
    default:
      return `[${media._.replace('messageMedia', '').toLowerCase()}]`;
  }
}
