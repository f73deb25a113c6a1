import { Long, type tl } from '@mtcute/core';
import { type Client, once } from './client.ts';

/** Where a page of an account's chats begins. */
export type DialogsPlace = Pick<
  tl.messages.RawGetDialogsRequest,
  'offsetDate' | 'offsetId' | 'offsetPeer' | 'excludePinned'
>;

export type DialogsPage = { chats: tl.TypeChat[]; next: DialogsPlace | undefined };

export const FIRST_DIALOGS: DialogsPlace = {
  offsetDate: 0,
  offsetId: 0,
  offsetPeer: { _: 'inputPeerEmpty' },
};

const PAGE = 100;

/**
 * A page of the account's chats, archived ones too, and where the next one begins: behind the last
 * message of this one. Source: core.telegram.org/api/offsets
 */
export async function dialogsPage({ tg }: Client, place: DialogsPlace): Promise<DialogsPage> {
  const page = await tg.call(
    { _: 'messages.getDialogs', ...place, limit: PAGE, hash: Long.ZERO },
    once,
  );
  if (page._ === 'messages.dialogsNotModified') return { chats: [], next: undefined };
  const isLast = page._ === 'messages.dialogs' || page.dialogs.length === 0;
  return { chats: page.chats, next: isLast ? undefined : behind(page) };
}

function behind(page: tl.messages.RawDialogsSlice): DialogsPlace | undefined {
  for (const dialog of page.dialogs.toReversed()) {
    if (dialog._ !== 'dialog') continue;
    const { peer, topMessage } = dialog;
    const top = page.messages.find((m) => m.id === topMessage && isSamePeer(m.peerId, peer));
    const offsetPeer = addressOf(page, peer);
    if (!top || top._ === 'messageEmpty' || !offsetPeer) continue;
    return { offsetDate: top.date, offsetId: top.id, offsetPeer, excludePinned: true };
  }
  return undefined;
}

function isSamePeer(a: tl.TypePeer | undefined, b: tl.TypePeer): boolean {
  return a !== undefined && a._ === b._ && idOf(a) === idOf(b);
}

function idOf(peer: tl.TypePeer): number {
  if (peer._ === 'peerUser') return peer.userId;
  return peer._ === 'peerChat' ? peer.chatId : peer.channelId;
}

function addressOf(
  { chats, users }: tl.messages.RawDialogsSlice,
  peer: tl.TypePeer,
): tl.TypeInputPeer | undefined {
  if (peer._ === 'peerChat') return { _: 'inputPeerChat', chatId: peer.chatId };
  if (peer._ === 'peerUser') {
    const user = users.find((u) => u.id === peer.userId);
    if (user?._ !== 'user' || !user.accessHash) return undefined;
    return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash };
  }
  const chat = chats.find((c) => c.id === peer.channelId && 'accessHash' in c);
  if (!chat || !('accessHash' in chat) || !chat.accessHash) return undefined;
  return { _: 'inputPeerChannel', channelId: peer.channelId, accessHash: chat.accessHash };
}
