import type { tl } from '@mtcute/core';
import { boxWith, countUnreadPosts, findDialog } from '../../world/chats/channel-box.ts';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { checkMayView } from '../../world/chats/find-chat.ts';
import { allDialogs } from '../../world/messages/all-dialogs.ts';
import { copyById, type Dialog, dialogOf } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import { isChat, type Peer } from '../../world/messages/send-to.ts';
import type { World } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { stateOf } from '../updates/get-state.ts';
import { chatViews } from '../views/chat-view.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { peerView } from '../views/peer-view.ts';
import { userViews } from '../views/user-view.ts';

const LARGEST_PAGE = 100;

/** The chats, the latest first (https://core.telegram.org/api/offsets). @throws TelegramError PEER_ID_INVALID */
export function getDialogs(
  call: Call,
  request: tl.messages.RawGetDialogsRequest,
): tl.messages.TypeDialogs {
  const archive = request.folderId !== undefined && request.folderId !== 0;
  const all = archive ? [] : allDialogs(call.world, boxOf(call.world, caller(call).id));
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
    const peer = peerOf(call, request.offsetPeer);
    const place = all.findIndex((dialog) => dialog.chatId === peer.id);
    if (place >= 0) return place + 1;
  }
  if (request.offsetDate === 0) return 0;
  const self = caller(call);
  const place = all.findIndex(
    (dialog) => (topOf(call.world, self.id, dialog)?.message.date ?? 0) < request.offsetDate,
  );
  return place < 0 ? all.length : place;
}

/** Certain chats. @throws TelegramError PEER_ID_INVALID, CHANNEL_PRIVATE */
export function getPeerDialogs(
  call: Call,
  request: tl.messages.RawGetPeerDialogsRequest,
): tl.messages.RawPeerDialogs {
  const self = caller(call);
  const dialogs = request.peers.flatMap((input) => {
    if (input._ !== 'inputDialogPeer') return [];
    return [dialogWith(call, peerOf(call, input.peer))];
  });
  return {
    _: 'messages.peerDialogs',
    ...dialogsView(call, dialogs),
    state: stateOf(call.world, self.id),
  };
}

/** The dialog with a chat; a public channel that one isn't in has one of its own, with nothing read. */
function dialogWith(call: Call, peer: Peer): Dialog {
  const { world } = call;
  const self = caller(call);
  if (!isChat(peer) || !isChannelId(peer.id)) return dialogOf(boxOf(world, self.id), peer.id);
  checkMayView(world, peer, self.id);
  return findDialog(world, self.id, peer.id) ?? dialogOf(boxOf(world, peer.id), peer.id);
}

/** Dialogs with their latest messages, and everyone they name. */
export function dialogsView(call: Call, dialogs: readonly Dialog[]) {
  const { world } = call;
  const self = caller(call);
  const tops = dialogs.flatMap((dialog) => topOf(world, self.id, dialog) ?? []);
  const peers = peersIn(tops);
  for (const dialog of dialogs) peers.add(dialog.chatId);
  return {
    dialogs: dialogs.map((dialog) => dialogView(world, self.id, dialog)),
    messages: tops.map((copy) => messageView(world, copy, self.id)),
    chats: chatViews(world, self, peers),
    users: userViews(world, self, peers),
  };
}

function topOf(world: World, viewerId: number, dialog: Dialog): Copy | undefined {
  return copyById(boxWith(world, viewerId, dialog.chatId), dialog.ids.at(-1) ?? 0);
}

/** A dialog as its owner sees it. */
export function dialogView(world: World, viewerId: number, dialog: Dialog): tl.RawDialog {
  const channel = isChannelId(dialog.chatId);
  return {
    _: 'dialog',
    peer: peerView(dialog.chatId),
    topMessage: dialog.ids.at(-1) ?? 0,
    readInboxMaxId: dialog.readInboxMaxId,
    readOutboxMaxId: dialog.readOutboxMaxId,
    unreadCount: channel ? countUnreadPosts(world, viewerId, dialog) : dialog.unread,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    unreadPollVotesCount: 0,
    notifySettings: { _: 'peerNotifySettings' },
    pts: channel ? boxOf(world, dialog.chatId).pts : undefined,
  };
}
