import type { tl } from '@mtcute/core';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { editMessage as editInWorld } from '../../world/messages/edit-message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { updatesOf } from '../views/update-view.ts';
import { readEntities } from './read-draft.ts';

/** Changes a text or a caption; other media cannot be put in. @throws TelegramError MEDIA_INVALID and those of the world */
export function editMessage(
  call: Call,
  request: tl.messages.RawEditMessageRequest,
): tl.TypeUpdates {
  const { world } = call;
  const author = caller(call);
  const peer = peerOf(call, request.peer);
  if (request.media) throw new TelegramError(400, 'MEDIA_INVALID');
  const change = { text: request.message ?? '', entities: readEntities(request.entities) };
  const copy = editInWorld(world, author, peer.id, request.id, change, call.session);
  const { pts } = boxOf(world, copy.ownerId);
  const update: tl.TypeUpdate = {
    _: isChannelId(copy.ownerId) ? 'updateEditChannelMessage' : 'updateEditMessage',
    message: messageView(world, copy, author.id),
    pts,
    ptsCount: 1,
  };
  return updatesOf(world, author, [update], peersIn([copy]));
}
