import { Long, type tl } from '@mtcute/core';
import { type Client, once } from './client.ts';
import type { Peer, SentLike } from './port.ts';
import { readContent } from './read-message.ts';

const LOOKED_AT = 50;

/** Looks for a message this account sent to the person. Telegram trims the texts it is given. */
export async function findSent(
  { tg }: Client,
  peer: Pick<Peer, 'userId' | 'accessHash'>,
  like: SentLike,
): Promise<{ telegramId: number; sentAt: Date } | undefined> {
  const history = await tg.call(
    {
      _: 'messages.getHistory',
      peer: {
        _: 'inputPeerUser',
        userId: peer.userId,
        accessHash: Long.fromString(peer.accessHash),
      },
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: LOOKED_AT,
      maxId: 0,
      minId: 0,
      hash: Long.ZERO,
    },
    once,
  );
  const since = Math.floor(like.since.getTime() / 1_000);
  const messages = 'messages' in history ? history.messages : [];
  const found = messages.find((m): m is tl.RawMessage => {
    if (m._ !== 'message' || !m.out || m.date < since || like.except.includes(m.id)) return false;
    const { type, text } = readContent(m);
    return type === like.type && text.trim() === like.text.trim();
  });
  return found && { telegramId: found.id, sentAt: new Date(found.date * 1_000) };
}
