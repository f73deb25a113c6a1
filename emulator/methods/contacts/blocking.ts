import type { tl } from '@mtcute/core';
import { setBlocked } from '../../world/contacts/set-blocked.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { userViews } from '../views/user-view.ts';

/** @throws TelegramError PEER_ID_INVALID */
export function block(call: Call, request: tl.contacts.RawBlockRequest): boolean {
  setBlocked(call.world, caller(call), userOfPeer(call, request.id), true);
  return true;
}

/** @throws TelegramError PEER_ID_INVALID */
export function unblock(call: Call, request: tl.contacts.RawUnblockRequest): boolean {
  setBlocked(call.world, caller(call), userOfPeer(call, request.id), false);
  return true;
}

export function getBlocked(
  call: Call,
  request: tl.contacts.RawGetBlockedRequest,
): tl.contacts.TypeBlocked {
  const self = caller(call);
  const all = [...self.blocked];
  const ids = all.slice(request.offset, request.offset + Math.min(request.limit, 100));
  const rest = {
    blocked: ids.map((userId) => ({
      _: 'peerBlocked' as const,
      peerId: { _: 'peerUser' as const, userId },
      date: call.world.clock.seconds(),
    })),
    chats: [],
    users: userViews(call.world, self, ids),
  };
  return ids.length === all.length
    ? { _: 'contacts.blocked', ...rest }
    : { _: 'contacts.blockedSlice', count: all.length, ...rest };
}
