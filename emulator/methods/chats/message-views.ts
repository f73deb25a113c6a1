import type { tl } from '@mtcute/core';
import { viewPosts, viewsOf } from '../../world/chats/view-posts.ts';
import { copyById } from '../../world/messages/box.ts';
import { type Call, caller } from '../call.ts';
import { sourceOf } from '../messages/message-source.ts';
import { peerOf } from '../peers.ts';

/**
 * Tells how often posts were seen, and with `increment` counts the caller among their viewers, once
 * for each (https://core.telegram.org/method/messages.getMessagesViews).
 *
 * @throws TelegramError PEER_ID_INVALID, CHANNEL_PRIVATE
 */
export function getMessagesViews(
  call: Call,
  request: tl.messages.RawGetMessagesViewsRequest,
): tl.messages.RawMessageViews {
  const { box } = sourceOf(call, peerOf(call, request.peer));
  const messages = request.id.map((id) => copyById(box, id)?.message);
  if (request.increment) viewPosts(caller(call).id, messages);
  return {
    _: 'messages.messageViews',
    views: messages.map((message) => ({
      _: 'messageViews',
      views: message && viewsOf(message),
      forwards: 0,
    })),
    chats: [],
    users: [],
  };
}
