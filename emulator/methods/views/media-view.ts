import type { tl } from '@mtcute/core';
import { accessHash } from '../../world/access-hash.ts';
import {
  type DocumentAttribute,
  documentType,
  type PhotoSize,
  type StoredDocument,
  type StoredPhoto,
} from '../../world/files/file.ts';
import { fileReference } from '../../world/files/file-reference.ts';
import type { Media } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { toLong } from './long.ts';

/** How the viewer sees a message's media; file ids come with the viewer's own access hash. */
export function mediaView(world: World, viewerId: number, media: Media): tl.TypeMessageMedia {
  if (media.kind === 'photo') {
    return {
      _: 'messageMediaPhoto',
      spoiler: media.spoiler,
      ttlSeconds: media.ttlSeconds,
      photo: photoView(world, viewerId, media.photo),
    };
  }
  if (media.kind === 'document') {
    const type = documentType(media.document);
    return {
      _: 'messageMediaDocument',
      spoiler: media.spoiler,
      ttlSeconds: media.ttlSeconds,
      video: type === 'video' || type === 'video_note',
      round: type === 'video_note',
      voice: type === 'voice',
      document: documentView(world, viewerId, media.document),
    };
  }
  if (media.kind === 'contact') {
    return {
      _: 'messageMediaContact',
      phoneNumber: media.phone,
      firstName: media.firstName,
      lastName: media.lastName,
      vcard: media.vcard,
      userId: media.userId,
    };
  }
  if (media.kind === 'invoice') {
    const { description, startParam, title, total } = media.invoice;
    return {
      _: 'messageMediaInvoice',
      title,
      description,
      currency: 'XTR',
      totalAmount: toLong(BigInt(total)),
      startParam,
    };
  }
  return {
    _: 'messageMediaGeo',
    geo: {
      _: 'geoPoint',
      lat: media.latitude,
      long: media.longitude,
      accessHash: toLong(0n),
    },
  };
}

export function photoView(world: World, viewerId: number, photo: StoredPhoto): tl.RawPhoto {
  return {
    _: 'photo',
    id: toLong(photo.id),
    accessHash: toLong(accessHash(world, viewerId, photo.id)),
    fileReference: fileReference(world, photo.id),
    date: photo.date,
    sizes: photo.sizes.map(sizeView),
    dcId: 2,
  };
}

function documentView(world: World, viewerId: number, document: StoredDocument): tl.RawDocument {
  return {
    _: 'document',
    id: toLong(document.id),
    accessHash: toLong(accessHash(world, viewerId, document.id)),
    fileReference: fileReference(world, document.id),
    date: document.date,
    mimeType: document.mimeType,
    size: document.bytes.length,
    thumbs: document.thumbs.length > 0 ? document.thumbs.map(sizeView) : undefined,
    dcId: 2,
    attributes: document.attributes.map(attributeView),
  };
}

function sizeView(size: PhotoSize): tl.TypePhotoSize {
  return {
    _: 'photoSize',
    type: size.type,
    w: size.width,
    h: size.height,
    size: size.bytes.length,
  };
}

function attributeView(attribute: DocumentAttribute): tl.TypeDocumentAttribute {
  switch (attribute.kind) {
    case 'filename':
      return { _: 'documentAttributeFilename', fileName: attribute.name };
    case 'video':
      return {
        _: 'documentAttributeVideo',
        duration: attribute.duration,
        w: attribute.width,
        h: attribute.height,
        roundMessage: attribute.round,
        supportsStreaming: attribute.streaming,
        nosound: attribute.silent,
      };
    case 'audio':
      return {
        _: 'documentAttributeAudio',
        duration: attribute.duration,
        voice: attribute.voice,
        title: attribute.title,
        performer: attribute.performer,
        waveform: attribute.waveform,
      };
    case 'imageSize':
      return { _: 'documentAttributeImageSize', w: attribute.width, h: attribute.height };
    case 'animated':
      return { _: 'documentAttributeAnimated' };
  }
}
