import type { RawUpdateInfo } from '@mtcute/core';
import type { Client } from './client.ts';
import { fillGaps } from './fill-gaps.ts';
import type { Heard, HeardMessage } from './port.ts';
import { readContent } from './read-message.ts';
import { readPeer } from './read-user.ts';

/**
 * Chats of Telegram's own: 777000 sends login codes, which nobody but the account's owner may ever
 * see, and @SpamBot answers our checks.
 */
const SERVICE_CHATS: ReadonlySet<number> = new Set([777_000, 178_220_800]);

/** Tells of every private message that the account gets or sends, once and in order. */
export function listen(client: Client, onHeard: (heard: Heard) => void): void {
  fillGaps(client);
  client.tg.onRawUpdate.add((info) => {
    const heard = readUpdate(info);
    if (heard) onHeard(heard);
  });
  client.tg.onConnectionState.add((state) => {
    if (state === 'connecting' || state === 'offline')
      onHeard({ kind: 'connection', state: 'connecting' });
    if (state === 'connected') onHeard({ kind: 'connection', state: 'online' });
  });
}

function readUpdate({ update, peers }: RawUpdateInfo): Heard | undefined {
  if (update._ !== 'updateNewMessage') return undefined;
  const { message } = update;
  if (message._ !== 'message' || message.peerId._ !== 'peerUser') return undefined;
  const { userId } = message.peerId;
  if (SERVICE_CHATS.has(userId)) return undefined;
  const user = peers.users.get(userId);
  const nobody = {
    userId,
    accessHash: '',
    username: null,
    phone: null,
    firstName: '',
    lastName: '',
  };
  const read: HeardMessage = {
    telegramId: message.id,
    from: user?._ === 'user' ? readPeer(user) : nobody,
    sentAt: new Date(message.date * 1_000),
    ...readContent(message),
  };
  return { kind: message.out ? 'own_message' : 'message', message: read };
}
