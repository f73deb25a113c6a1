import { Long, type tl } from '@mtcute/core';
import { inputChannel, inputPeerOf, isBasicGroup } from './chat-view.ts';
import { type Client, once } from './client.ts';
import type { ChatAddress } from './port.ts';

/** As many posts as somebody sees who scrolls through a channel for a minute. */
const POSTS = 10;

/**
 * Looks through the newest posts of a chat as an app does that opens it: counts as their viewer,
 * then marks them read.
 * @returns how many posts were new to the account
 */
export async function readChat({ tg }: Client, chat: ChatAddress): Promise<number> {
  const peer = inputPeerOf(chat);
  const dialogs = await tg.call(
    { _: 'messages.getPeerDialogs', peers: [{ _: 'inputDialogPeer', peer }] },
    once,
  );
  const [dialog] = dialogs.dialogs;
  const readUpTo = dialog?._ === 'dialog' ? dialog.readInboxMaxId : 0;
  const page = await tg.call({ ...NEWEST, peer }, once);
  const posts = 'messages' in page ? page.messages.filter((m) => m._ === 'message') : [];
  const [newest] = posts;
  if (!newest) return 0;
  if (!isBasicGroup(chat))
    await tg.call(
      { _: 'messages.getMessagesViews', peer, id: posts.map((p) => p.id), increment: true },
      once,
    );
  if (newest.id > readUpTo) await markRead(tg, chat, newest.id);
  return posts.filter((post) => post.id > readUpTo).length;
}

const NEWEST: Omit<tl.messages.RawGetHistoryRequest, 'peer'> = {
  _: 'messages.getHistory',
  offsetId: 0,
  offsetDate: 0,
  addOffset: 0,
  limit: POSTS,
  maxId: 0,
  minId: 0,
  hash: Long.ZERO,
};

async function markRead(tg: Client['tg'], chat: ChatAddress, maxId: number): Promise<void> {
  if (isBasicGroup(chat))
    await tg.call({ _: 'messages.readHistory', peer: inputPeerOf(chat), maxId }, once);
  else await tg.call({ _: 'channels.readHistory', channel: inputChannel(chat), maxId }, once);
}
