import type { tl } from '@mtcute/core';
import { channelIds } from '../../world/chats/channel-box.ts';
import type { Chat } from '../../world/chats/chat.ts';
import { type Box, copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { historyPage } from '../../world/messages/history.ts';
import type { Copy } from '../../world/messages/message.ts';
import { isChat } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { peerOf, visibleChannelOf } from '../peers.ts';
import { chatViews } from '../views/chat-view.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { userViews } from '../views/user-view.ts';
import { type MessageSource, messagesView, sourceOf } from './message-source.ts';
import { matcherOf } from './search-filter.ts';

const LARGEST_PAGE = 100;
const clampLimit = (limit: number) => Math.min(Math.max(1, limit), LARGEST_PAGE);

/** A page of a chat. @throws TelegramError PEER_ID_INVALID, CHANNEL_PRIVATE */
export function getHistory(
  call: Call,
  request: tl.messages.RawGetHistoryRequest,
): tl.messages.TypeMessages {
  const source = sourceOf(call, peerOf(call, request.peer));
  const page = { ...request, limit: clampLimit(request.limit) };
  return messagesView(call, source, historyPage(source.box, source, page), source.ids.length);
}

/** A page of a topic of a forum. @throws TelegramError MSG_ID_INVALID and those of `getHistory` */
export function getReplies(
  call: Call,
  request: tl.messages.RawGetRepliesRequest,
): tl.messages.TypeMessages {
  const source = topicSource(call, request.peer, request.msgId);
  const page = { ...request, limit: clampLimit(request.limit) };
  return messagesView(call, source, historyPage(source.box, source, page), source.ids.length);
}

/** Messages of one's box by number; those that aren't there come as empty. */
export function getMessages(
  call: Call,
  request: tl.messages.RawGetMessagesRequest,
): tl.messages.TypeMessages {
  const found = findMessages(boxOf(call.world, caller(call).id), request.id);
  return { _: 'messages.messages', ...foundView(call, found, []) };
}

/** Messages of a channel or supergroup by number. @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE */
export function getChannelMessages(
  call: Call,
  request: tl.channels.RawGetMessagesRequest,
): tl.messages.TypeMessages {
  const chat = visibleChannelOf(call, request.channel);
  const box = boxOf(call.world, chat.id);
  const found = findMessages(box, request.id);
  const view = foundView(call, found, [chat]);
  return { _: 'messages.channelMessages', pts: box.pts, count: found.length, ...view };
}

function findMessages(box: Box, wanted: tl.TypeInputMessage[]): (Copy | number)[] {
  return wanted.map((input) => {
    if (input._ === 'inputMessageID') return copyById(box, input.id) ?? input.id;
    if (input._ === 'inputMessageReplyTo') {
      const original = copyById(box, input.id)?.message.replyTo;
      return original?.copies.find((copy) => copy.ownerId === box.ownerId) ?? input.id;
    }
    return 0;
  });
}

function foundView(call: Call, found: (Copy | number)[], chats: readonly Chat[]) {
  const { world } = call;
  const self = caller(call);
  const peers = peersIn(found.filter((item) => typeof item !== 'number'));
  for (const chat of chats) peers.add(chat.id);
  return {
    messages: found.map(
      (item): tl.TypeMessage =>
        typeof item === 'number'
          ? { _: 'messageEmpty', id: item }
          : messageView(world, item, self.id),
    ),
    topics: [],
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
  };
}

/** Searches one chat, a topic of it, or all but channels when no peer is given, by words and by kind of media. */
export function search(
  call: Call,
  request: tl.messages.RawSearchRequest,
): tl.messages.TypeMessages {
  const source = searched(call, request);
  const { box } = source;
  const author = request.fromId && peerOf(call, request.fromId).id;
  const matches = matcherOf(request);
  const ids = source.ids.filter((id) => {
    const copy = copyById(box, id);
    if (!copy || (author !== undefined && copy.message.fromId !== author)) return false;
    return matches(copy);
  });
  const page = { ...request, offsetDate: 0, limit: clampLimit(request.limit) };
  return messagesView(call, source, historyPage(box, { ids }, page), ids.length);
}

function searched(call: Call, request: tl.messages.RawSearchRequest): MessageSource {
  if (request.peer._ === 'inputPeerEmpty') {
    const box = boxOf(call.world, caller(call).id);
    return { box, ids: box.copies.filter((copy) => !copy.deleted).map((copy) => copy.id) };
  }
  if (request.topMsgId) return topicSource(call, request.peer, request.topMsgId);
  return sourceOf(call, peerOf(call, request.peer));
}

function topicSource(call: Call, peer: tl.TypeInputPeer, topicId: number): MessageSource {
  const chat = peerOf(call, peer);
  const source = sourceOf(call, chat);
  const topic = isChat(chat) ? chat.topics.get(topicId) : undefined;
  if (topic) return { ...source, ids: topic.ids };
  // In a plain supergroup a thread is what answers one message.
  if (!isChat(chat) || !channelIds(call.world, chat.id).includes(topicId)) {
    throw new TelegramError(400, 'MSG_ID_INVALID');
  }
  const answers = source.ids.filter(
    (id) => copyById(source.box, id)?.message.replyTo?.copies[0]?.id === topicId,
  );
  return { ...source, ids: answers };
}
