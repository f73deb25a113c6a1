import type { tl } from '@mtcute/core';
import { boxWith } from '../../world/chats/channel-box.ts';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { checkMayView } from '../../world/chats/find-chat.ts';
import { copyById } from '../../world/messages/box.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import { findSent } from '../../world/messages/send-message.ts';
import { isChat, sendTo } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
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
  const source = peerOf(call, request.fromPeer);
  const to = peerOf(call, request.toPeer);
  if (isChat(source) && isChannelId(source.id)) checkMayView(world, source, from.id);
  if (request.id.length === 0) throw new TelegramError(400, 'MESSAGE_IDS_EMPTY');
  const randomIds = request.randomId.map(fromLong);
  if (request.id.length > MOST_FORWARDED || randomIds.length !== request.id.length) {
    throw new TelegramError(400, 'RANDOM_ID_INVALID');
  }
  const sentBefore = randomIds.flatMap((randomId) => findSent(world, from, randomId) ?? []);
  if (sentBefore.length === randomIds.length) {
    return sentUpdates(world, from, sentBefore, 'repeated');
  }

  const box = boxWith(world, from.id, source.id);
  const originals = request.id.map((id) => {
    const copy = copyById(box, id);
    if (copy?.chatId !== source.id || copy.message.service)
      throw new TelegramError(400, 'MESSAGE_ID_INVALID');
    if (copy.message.guarded) throw new TelegramError(400, 'CHAT_FORWARDS_RESTRICTED');
    return copy;
  });
  const copies = originals.map(({ message: original, id }, i): Copy => {
    const draft = {
      text: request.dropMediaCaptions && original.media ? '' : original.text,
      entities: original.entities,
      media: original.media,
      forwarded: request.dropAuthor ? undefined : forwardedFrom(original, id),
      topicId: request.topMsgId,
      silent: request.silent,
      randomId: randomIds[i],
    };
    return sendTo(world, from, to, draft, call.session);
  });
  return sentUpdates(world, from, copies, 'new');
}

/** A forward of a forward names the first author. */
function forwardedFrom(message: Message, id: number): Message['forwarded'] {
  const { forwarded, asChat, fromId, toId, date } = message;
  return forwarded ?? (asChat ? { fromId: toId, date, post: id } : { fromId, date });
}
