import type { tl } from '@mtcute/core';
import { documentType, type MediaType } from '../../world/files/file.ts';
import type { Copy } from '../../world/messages/message.ts';

/** The kinds of media behind a filter; filters that aren't here match nothing. */
const kinds: Partial<Record<tl.TypeMessagesFilter['_'], MediaType[]>> = {
  inputMessagesFilterPhotos: ['photo'],
  inputMessagesFilterVideo: ['video'],
  inputMessagesFilterPhotoVideo: ['photo', 'video'],
  inputMessagesFilterDocument: ['document'],
  inputMessagesFilterMusic: ['audio'],
  inputMessagesFilterVoice: ['voice'],
  inputMessagesFilterRoundVideo: ['video_note'],
  inputMessagesFilterRoundVoice: ['voice', 'video_note'],
};

/** Tells which messages a search is after. */
export function matcherOf(request: tl.messages.RawSearchRequest): (copy: Copy) => boolean {
  const words = request.q.trim().toLowerCase();
  const filter = request.filter._;
  const wanted = kinds[filter];
  return ({ message }) => {
    if (request.minDate > 0 && message.date <= request.minDate) return false;
    if (request.maxDate > 0 && message.date >= request.maxDate) return false;
    if (words !== '' && !message.text.toLowerCase().includes(words)) return false;
    if (filter === 'inputMessagesFilterEmpty') return true;
    if (filter === 'inputMessagesFilterUrl') {
      return message.entities.some(({ kind }) => kind === 'url' || kind === 'textUrl');
    }
    const { media } = message;
    if (media?.kind === 'photo') return wanted?.includes('photo') ?? false;
    return media?.kind === 'document' && (wanted?.includes(documentType(media.document)) ?? false);
  };
}
