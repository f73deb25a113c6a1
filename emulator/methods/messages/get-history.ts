import type { tl } from '@mtcute/core';
import type { Box, Dialog } from '../../world/messages/box.ts';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { historyPage } from '../../world/messages/history.ts';
import type { Copy } from '../../world/messages/message.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { messageView, usersIn } from '../views/message-view.ts';
import { userViews } from '../views/user-view.ts';
import { matcherOf } from './search-filter.ts';

const LARGEST_PAGE = 100;
const clampLimit = (limit: number) => Math.min(Math.max(1, limit), LARGEST_PAGE);

/** A page of a chat. @throws TelegramError PEER_ID_INVALID */
export function getHistory(
  call: Call,
  request: tl.messages.RawGetHistoryRequest,
): tl.messages.TypeMessages {
  const peer = userOfPeer(call, request.peer);
  const box = boxOf(call.world, caller(call).id);
  const dialog = box.dialogs.get(peer.id);
  const copies = historyPage(box, dialog, { ...request, limit: clampLimit(request.limit) });
  return messagesView(call, copies, dialog?.ids.length ?? 0);
}

/** Messages of one's box by number; those that aren't there come as empty. */
export function getMessages(
  call: Call,
  request: tl.messages.RawGetMessagesRequest,
): tl.messages.TypeMessages {
  const self = caller(call);
  const box = boxOf(call.world, self.id);
  const found = request.id.map((input) => {
    if (input._ === 'inputMessageID') return copyById(box, input.id) ?? input.id;
    if (input._ === 'inputMessageReplyTo') {
      const original = copyById(box, input.id)?.message.replyTo;
      return original?.copies.find((copy) => copy.ownerId === self.id) ?? input.id;
    }
    return 0;
  });
  const copies = found.filter((item) => typeof item !== 'number');
  return {
    _: 'messages.messages',
    messages: found.map((item) =>
      typeof item === 'number' ? { _: 'messageEmpty', id: item } : messageView(call.world, item),
    ),
    topics: [],
    chats: [],
    users: userViews(call.world, self, usersIn(copies)),
  };
}

/** Searches one chat, or all when no peer is given, by words and by kind of media. */
export function search(
  call: Call,
  request: tl.messages.RawSearchRequest,
): tl.messages.TypeMessages {
  const box = boxOf(call.world, caller(call).id);
  const everywhere = request.peer._ === 'inputPeerEmpty';
  const dialog = everywhere ? allMessages(box) : box.dialogs.get(userOfPeer(call, request.peer).id);
  const matches = matcherOf(request);
  const ids = (dialog?.ids ?? []).filter((id) => {
    const copy = copyById(box, id);
    return copy !== undefined && matches(copy);
  });
  const page = { ...request, offsetDate: 0, limit: clampLimit(request.limit) };
  return messagesView(call, historyPage(box, { ids }, page), ids.length);
}

function allMessages(box: Box): Pick<Dialog, 'ids'> {
  return { ids: box.copies.filter((copy) => !copy.deleted).map((copy) => copy.id) };
}

function messagesView(call: Call, copies: Copy[], count: number): tl.messages.TypeMessages {
  const { world } = call;
  const rest = {
    messages: copies.map((copy) => messageView(world, copy)),
    topics: [],
    chats: [],
    users: userViews(world, caller(call), usersIn(copies)),
  };
  return copies.length === count
    ? { _: 'messages.messages', ...rest }
    : { _: 'messages.messagesSlice', count, ...rest };
}
