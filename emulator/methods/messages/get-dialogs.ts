import type { tl } from '@mtcute/core';
import { copyById, type Dialog, dialogOf, dialogsInOrder } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { stateOf } from '../updates/get-state.ts';
import { messageView, usersIn } from '../views/message-view.ts';
import { userViews } from '../views/user-view.ts';

const LARGEST_PAGE = 100;

/** The chats, the latest first (https://core.telegram.org/api/offsets). @throws TelegramError PEER_ID_INVALID */
export function getDialogs(
  call: Call,
  request: tl.messages.RawGetDialogsRequest,
): tl.messages.TypeDialogs {
  const archive = request.folderId !== undefined && request.folderId !== 0;
  const all = archive ? [] : dialogsInOrder(boxOf(call.world, caller(call).id));
  const start = firstOf(call, all, request);
  const limit = request.limit === 0 ? LARGEST_PAGE : Math.min(request.limit, LARGEST_PAGE);
  const page = all.slice(start, start + limit);
  const view = dialogsView(call, page);
  return page.length === all.length
    ? { _: 'messages.dialogs', ...view }
    : { _: 'messages.dialogsSlice', count: all.length, ...view };
}

function firstOf(
  call: Call,
  all: readonly Dialog[],
  request: tl.messages.RawGetDialogsRequest,
): number {
  if (request.offsetPeer._ !== 'inputPeerEmpty') {
    const peer = userOfPeer(call, request.offsetPeer);
    const place = all.findIndex((dialog) => dialog.chatId === peer.id);
    if (place >= 0) return place + 1;
  }
  if (request.offsetDate === 0) return 0;
  const box = boxOf(call.world, caller(call).id);
  const place = all.findIndex((dialog) => {
    const last = copyById(box, dialog.ids.at(-1) ?? 0);
    return (last?.message.date ?? 0) < request.offsetDate;
  });
  return place < 0 ? all.length : place;
}

/** Certain chats. @throws TelegramError PEER_ID_INVALID */
export function getPeerDialogs(
  call: Call,
  request: tl.messages.RawGetPeerDialogsRequest,
): tl.messages.RawPeerDialogs {
  const self = caller(call);
  const box = boxOf(call.world, self.id);
  const dialogs = request.peers.flatMap((input) => {
    if (input._ !== 'inputDialogPeer') return [];
    return [dialogOf(box, userOfPeer(call, input.peer).id)];
  });
  return {
    _: 'messages.peerDialogs',
    ...dialogsView(call, dialogs),
    state: stateOf(call.world, self.id),
  };
}

function dialogsView(call: Call, dialogs: readonly Dialog[]) {
  const { world } = call;
  const self = caller(call);
  const box = boxOf(world, self.id);
  const tops = dialogs.flatMap((dialog) => copyById(box, dialog.ids.at(-1) ?? 0) ?? []);
  const users = usersIn(tops);
  for (const dialog of dialogs) users.add(dialog.chatId);
  return {
    dialogs: dialogs.map(dialogView),
    messages: tops.map((copy) => messageView(world, copy)),
    chats: [],
    users: userViews(world, self, users),
  };
}

function dialogView(dialog: Dialog): tl.RawDialog {
  return {
    _: 'dialog',
    peer: { _: 'peerUser', userId: dialog.chatId },
    topMessage: dialog.ids.at(-1) ?? 0,
    readInboxMaxId: dialog.readInboxMaxId,
    readOutboxMaxId: dialog.readOutboxMaxId,
    unreadCount: dialog.unread,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    notifySettings: { _: 'peerNotifySettings' },
  };
}
