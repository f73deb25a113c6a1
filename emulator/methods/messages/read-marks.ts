import type { tl } from '@mtcute/core';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { readContents } from '../../world/messages/read-contents.ts';
import { readHistory as readInWorld } from '../../world/messages/read-history.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';

/** @throws TelegramError PEER_ID_INVALID */
export function readHistory(
  call: Call,
  request: tl.messages.RawReadHistoryRequest,
): tl.messages.RawAffectedMessages {
  const peer = peerOf(call, request.peer);
  if (isChannelId(peer.id)) throw new TelegramError(400, 'PEER_ID_INVALID');
  const done = readInWorld(call.world, caller(call).id, peer.id, request.maxId, call.session);
  return { _: 'messages.affectedMessages', ...done };
}

/** Notes that voice messages and round videos were played. */
export function readMessageContents(
  call: Call,
  request: tl.messages.RawReadMessageContentsRequest,
): tl.messages.RawAffectedMessages {
  const done = readContents(call.world, caller(call).id, request.id, call.session);
  return { _: 'messages.affectedMessages', ...done };
}
