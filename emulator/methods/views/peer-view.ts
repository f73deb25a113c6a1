import type { tl } from '@mtcute/core';
import { bareId, isChannelId, isChatId } from '../../world/chats/chat-id.ts';
import type { ChatId } from '../../world/messages/box.ts';

/** A user, a group or a channel on the wire. */
export function peerView(id: ChatId): tl.TypePeer {
  if (!isChatId(id)) return { _: 'peerUser', userId: id };
  if (isChannelId(id)) return { _: 'peerChannel', channelId: bareId(id) };
  return { _: 'peerChat', chatId: bareId(id) };
}
