import type { tl } from '@mtcute/core';
import { channelIds, findDialog } from '../../world/chats/channel-box.ts';
import { dialogOf } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { historyPage } from '../../world/messages/history.ts';
import type { Copy } from '../../world/messages/message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { dialogView } from '../messages/get-dialogs.ts';
import { visibleChannelOf } from '../peers.ts';
import { chatViews } from '../views/chat-view.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { boxUpdate, peersInEvent } from '../views/update-view.ts';
import { userViews } from '../views/user-view.ts';
import { firstAfter } from './get-difference.ts';

/** Changes in one answer at most, whatever the client asks for; bots may ask for many more. */
const LARGEST_SLICE = 100;
const LARGEST_SLICE_OF_BOTS = 100_000;
/** After so many missed changes the server sends the latest messages instead. */
const FAR_BEHIND = 10_000;
const LATEST = 20;
/** How long a client may wait before it asks again, in seconds. */
const TIMEOUT = 30;

/**
 * What happened in a channel or supergroup after the client's `pts`
 * (https://core.telegram.org/api/updates#recovering-gaps).
 *
 * @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE, PERSISTENT_TIMESTAMP_EMPTY
 */
export function getChannelDifference(
  call: Call,
  request: tl.updates.RawGetChannelDifferenceRequest,
): tl.updates.TypeChannelDifference {
  const { world } = call;
  const self = caller(call);
  const chat = visibleChannelOf(call, request.channel);
  const box = boxOf(world, chat.id);
  if (request.pts < 1) throw new TelegramError(400, 'PERSISTENT_TIMESTAMP_EMPTY');
  if (request.pts >= box.pts) {
    return { _: 'updates.channelDifferenceEmpty', final: true, pts: box.pts, timeout: TIMEOUT };
  }
  const from = firstAfter(box, request.pts);
  if (from === undefined || box.pts - request.pts > FAR_BEHIND) return tooLong(call, chat.id);

  const most = self.bot ? LARGEST_SLICE_OF_BOTS : LARGEST_SLICE;
  const limit = Math.min(Math.max(1, request.limit), most);
  const events = box.log.slice(from, from + limit);
  const copies: Copy[] = [];
  const otherUpdates: tl.TypeUpdate[] = [];
  const peers = new Set([chat.id]);
  for (const event of events) {
    const { change } = event;
    for (const id of peersInEvent(chat.id, event)) peers.add(id);
    if (change.kind !== 'new') otherUpdates.push(boxUpdate(world, self.id, chat.id, event));
    else if (!change.copy.deleted) copies.push(change.copy);
  }
  const pts = events.at(-1)?.pts ?? box.pts;
  return {
    _: 'updates.channelDifference',
    final: pts === box.pts,
    pts,
    timeout: TIMEOUT,
    newMessages: copies.map((copy) => messageView(world, copy, self.id)),
    otherUpdates,
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
  };
}

/** The latest messages and where the channel stands, for who has missed too much. */
function tooLong(call: Call, chatId: number): tl.updates.RawChannelDifferenceTooLong {
  const { world } = call;
  const self = caller(call);
  const box = boxOf(world, chatId);
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: LATEST, maxId: 0, minId: 0 };
  const copies = historyPage(box, { ids: channelIds(world, chatId) }, page);
  const peers = peersIn(copies);
  peers.add(chatId);
  const dialog = findDialog(world, self.id, chatId) ?? dialogOf(box, chatId);
  return {
    _: 'updates.channelDifferenceTooLong',
    final: true,
    timeout: TIMEOUT,
    dialog: dialogView(world, self.id, dialog),
    messages: copies.map((copy) => messageView(world, copy, self.id)),
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
  };
}
