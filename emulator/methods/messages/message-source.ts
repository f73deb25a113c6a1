import type { tl } from '@mtcute/core';
import { boxWith, channelIds, findDialog } from '../../world/chats/channel-box.ts';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { checkMayView } from '../../world/chats/find-chat.ts';
import type { Box, ChatId } from '../../world/messages/box.ts';
import type { Copy } from '../../world/messages/message.ts';
import { isChat, type Peer } from '../../world/messages/send-to.ts';
import { type Call, caller } from '../call.ts';
import { chatViews } from '../views/chat-view.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { userViews } from '../views/user-view.ts';

/** Where a chat's messages stand: a box, and the numbers in it that belong to the chat. */
export type MessageSource = { chatId?: ChatId | undefined; box: Box; ids: readonly number[] };

/** The messages of a chat, as far as the caller may look into it. @throws TelegramError CHANNEL_PRIVATE */
export function sourceOf(call: Call, peer: Peer): MessageSource {
  const { world } = call;
  const self = caller(call);
  const box = boxWith(world, self.id, peer.id);
  if (!isChannelId(peer.id)) {
    return { chatId: peer.id, box, ids: findDialog(world, self.id, peer.id)?.ids ?? [] };
  }
  if (isChat(peer)) checkMayView(world, peer, self.id);
  return { chatId: peer.id, box, ids: channelIds(world, peer.id) };
}

/** Some messages of a source, with everyone they name. */
export function messagesView(
  call: Call,
  source: Pick<MessageSource, 'box' | 'chatId'>,
  copies: Copy[],
  count: number,
): tl.messages.TypeMessages {
  const { world } = call;
  const self = caller(call);
  const peers = peersIn(copies);
  if (source.chatId !== undefined) peers.add(source.chatId);
  const rest = {
    messages: copies.map((copy) => messageView(world, copy, self.id)),
    topics: [],
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
  };
  if (isChannelId(source.box.ownerId)) {
    return { _: 'messages.channelMessages', pts: source.box.pts, count, ...rest };
  }
  return copies.length === count
    ? { _: 'messages.messages', ...rest }
    : { _: 'messages.messagesSlice', count, ...rest };
}
