import type { tl } from '@mtcute/core';
import { findByUsername } from '../../world/users/find-user.ts';
import { type Call, caller } from '../call.ts';
import { userView } from '../views/user-view.ts';

/** @throws TelegramError USERNAME_INVALID, USERNAME_NOT_OCCUPIED */
export function resolveUsername(
  call: Call,
  request: tl.contacts.RawResolveUsernameRequest,
): tl.contacts.RawResolvedPeer {
  const self = caller(call);
  const user = findByUsername(call.world, request.username.replace(/^@/, ''));
  return {
    _: 'contacts.resolvedPeer',
    peer: { _: 'peerUser', userId: user.id },
    chats: [],
    users: [userView(call.world, self, user)],
  };
}
