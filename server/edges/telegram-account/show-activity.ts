import { Long, type tl } from '@mtcute/core';
import { type Client, once } from './client.ts';
import type { Peer } from './port.ts';

type Addressed = Pick<Peer, 'userId' | 'accessHash'>;

const inputPeer = ({ userId, accessHash }: Addressed): tl.RawInputPeerUser => ({
  _: 'inputPeerUser',
  userId,
  accessHash: Long.fromString(accessHash),
});

/** The two ticks under the person's messages. */
export async function markRead({ tg }: Client, peer: Addressed, upTo: number): Promise<void> {
  await tg.call({ _: 'messages.readHistory', peer: inputPeer(peer), maxId: upTo }, once);
}

/** Telegram shows it for about six seconds. Source: core.telegram.org/method/messages.setTyping */
export async function showTyping({ tg }: Client, peer: Addressed): Promise<void> {
  await tg.call(
    {
      _: 'messages.setTyping',
      peer: inputPeer(peer),
      action: { _: 'sendMessageTypingAction' },
    },
    once,
  );
}
