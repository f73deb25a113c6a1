import type { tl } from '@mtcute/core';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import { findSent, sendMessage } from '../../world/messages/send-message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { fromLong } from '../views/long.ts';
import { sentUpdates } from './sent-updates.ts';

const MOST_FORWARDED = 100;

/** @throws TelegramError PEER_ID_INVALID, MESSAGE_IDS_EMPTY, MESSAGE_ID_INVALID, RANDOM_ID_INVALID */
export function forwardMessages(
  call: Call,
  request: tl.messages.RawForwardMessagesRequest,
): tl.TypeUpdates {
  const { world } = call;
  const from = caller(call);
  const source = userOfPeer(call, request.fromPeer);
  const to = userOfPeer(call, request.toPeer);
  if (request.id.length === 0) throw new TelegramError(400, 'MESSAGE_IDS_EMPTY');
  const randomIds = request.randomId.map(fromLong);
  if (request.id.length > MOST_FORWARDED || randomIds.length !== request.id.length) {
    throw new TelegramError(400, 'RANDOM_ID_INVALID');
  }
  const sentBefore = randomIds.flatMap((randomId) => findSent(world, from, randomId) ?? []);
  if (sentBefore.length === randomIds.length) {
    return sentUpdates(world, from, sentBefore, 'repeated');
  }

  const box = boxOf(world, from.id);
  const originals = request.id.map((id) => {
    const copy = copyById(box, id);
    if (copy?.chatId !== source.id) throw new TelegramError(400, 'MESSAGE_ID_INVALID');
    if (copy.message.guarded) throw new TelegramError(400, 'CHAT_FORWARDS_RESTRICTED');
    return copy.message;
  });
  const copies = originals.map((original, i): Copy => {
    const draft = {
      text: request.dropMediaCaptions && original.media ? '' : original.text,
      entities: original.entities,
      media: original.media,
      forwarded: request.dropAuthor ? undefined : forwardedFrom(original),
      silent: request.silent,
      randomId: randomIds[i],
    };
    return sendMessage(world, from, to, draft, call.session);
  });
  return sentUpdates(world, from, copies, 'new');
}

/** A forward of a forward names the first author. */
function forwardedFrom(message: Message): Message['forwarded'] {
  return message.forwarded ?? { fromId: message.fromId, date: message.date };
}
