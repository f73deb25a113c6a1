import type { tl } from '@mtcute/core';
import { accessHash } from '../world/access-hash.ts';
import { copyById } from '../world/messages/box.ts';
import { boxOf } from '../world/messages/box-of.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { User } from '../world/users/user.ts';
import { type Call, caller } from './call.ts';
import { fromLong } from './views/long.ts';

/**
 * The user behind an input peer, if the caller knows the right access hash.
 *
 * @throws TelegramError PEER_ID_INVALID
 */
export function userOfPeer(call: Call, peer: tl.TypeInputPeer): User {
  const user = findUser(call, peer);
  if (!user) throw new TelegramError(400, 'PEER_ID_INVALID');
  return user;
}

/** The same for an input user. @throws TelegramError USER_ID_INVALID */
export function userOfInput(call: Call, input: tl.TypeInputUser): User {
  const user = findUser(call, input);
  if (!user) throw new TelegramError(400, 'USER_ID_INVALID');
  return user;
}

function findUser(call: Call, peer: tl.TypeInputPeer | tl.TypeInputUser): User | undefined {
  const self = caller(call);
  switch (peer._) {
    case 'inputPeerSelf':
    case 'inputUserSelf':
      return self;
    case 'inputPeerUser':
    case 'inputUser': {
      const hash = accessHash(call.world, self.id, peer.userId);
      if (peer.userId !== self.id && fromLong(peer.accessHash) !== hash) return undefined;
      return call.world.users.get(peer.userId);
    }
    case 'inputPeerUserFromMessage':
    case 'inputUserFromMessage': {
      const copy = copyById(boxOf(call.world, self.id), peer.msgId);
      const named = copy && [copy.message.fromId, copy.message.toId].includes(peer.userId);
      return named ? call.world.users.get(peer.userId) : undefined;
    }
    default:
      return undefined;
  }
}
