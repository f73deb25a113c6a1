import type { tl } from '@mtcute/core';
import type { Copy, Media } from '../../world/messages/message.ts';
import { findSent } from '../../world/messages/send-message.ts';
import { sendTo } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { fromLong } from '../views/long.ts';
import { mediaView } from '../views/media-view.ts';
import { readEntities, repliedTo } from './read-draft.ts';
import { readMedia } from './read-media.ts';
import { sentUpdates } from './sent-updates.ts';

const MOST_IN_ALBUM = 10;

/**
 * Sends a photo, a video, a voice message or any file, with a caption
 * (https://core.telegram.org/method/messages.sendMedia). Repeats are answered as for texts.
 */
export async function sendMedia(
  call: Call,
  request: tl.messages.RawSendMediaRequest,
): Promise<tl.TypeUpdates> {
  const { world } = call;
  const from = caller(call);
  const to = peerOf(call, request.peer);
  if (request.scheduleDate !== undefined) throw new TelegramError(400, 'SCHEDULE_DATE_INVALID');
  const randomId = fromLong(request.randomId);
  const sent = findSent(world, from, randomId);
  if (sent) return sentUpdates(world, from, [sent], 'repeated');

  const draft = {
    text: request.message,
    entities: readEntities(request.entities),
    media: await readMedia(call, request.media),
    ...repliedTo(call, to, request.replyTo),
    silent: request.silent,
    stars: request.allowPaidStars && Number(fromLong(request.allowPaidStars)),
    randomId,
  };
  const copy = sendTo(world, from, to, draft, call.session);
  return sentUpdates(world, from, [copy], 'new');
}

/** Sends an album. @throws TelegramError MULTI_MEDIA_TOO_LONG and those of each message */
export async function sendMultiMedia(
  call: Call,
  request: tl.messages.RawSendMultiMediaRequest,
): Promise<tl.TypeUpdates> {
  const { world } = call;
  const from = caller(call);
  const to = peerOf(call, request.peer);
  const items = request.multiMedia;
  if (items.length === 0 || items.length > MOST_IN_ALBUM) {
    throw new TelegramError(400, items.length === 0 ? 'MEDIA_EMPTY' : 'MULTI_MEDIA_TOO_LONG');
  }
  const sentBefore = items.map((item) => findSent(world, from, fromLong(item.randomId)));
  const repeated = sentBefore.filter((copy) => copy !== undefined);
  if (repeated.length === items.length) return sentUpdates(world, from, repeated, 'repeated');
  if (repeated.length > 0) throw new TelegramError(500, 'RANDOM_ID_DUPLICATE');

  const media: Media[] = [];
  for (const item of items) media.push(await readMedia(call, item.media));
  const replied = repliedTo(call, to, request.replyTo);
  const groupedId = world.random.long();
  const copies = items.map((item, i): Copy => {
    const draft = {
      text: item.message,
      entities: readEntities(item.entities),
      media: media[i],
      ...replied,
      silent: request.silent,
      groupedId,
      randomId: fromLong(item.randomId),
    };
    return sendTo(world, from, to, draft, call.session);
  });
  return sentUpdates(world, from, copies, 'new');
}

/** Stores media without sending it, to be sent later by its id. */
export async function uploadMedia(
  call: Call,
  request: tl.messages.RawUploadMediaRequest,
): Promise<tl.TypeMessageMedia> {
  peerOf(call, request.peer);
  return mediaView(call.world, caller(call).id, await readMedia(call, request.media));
}
