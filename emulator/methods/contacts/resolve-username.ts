import type { tl } from '@mtcute/core';
import { findChatByUsername } from '../../world/chats/find-chat.ts';
import { findByUsername } from '../../world/users/find-user.ts';
import { type Call, caller } from '../call.ts';
import { chatView } from '../views/chat-view.ts';
import { peerView } from '../views/peer-view.ts';
import { userView } from '../views/user-view.ts';

/** The person or the public chat of that name. @throws TelegramError USERNAME_INVALID, USERNAME_NOT_OCCUPIED */
export function resolveUsername(
  call: Call,
  request: tl.contacts.RawResolveUsernameRequest,
): tl.contacts.RawResolvedPeer {
  const self = caller(call);
  const username = request.username.replace(/^@/, '');
  const chat = findChatByUsername(call.world, username);
  if (chat) {
    const chats = [chatView(call.world, self, chat)];
    return { _: 'contacts.resolvedPeer', peer: peerView(chat.id), chats, users: [] };
  }
  const user = findByUsername(call.world, username);
  return {
    _: 'contacts.resolvedPeer',
    peer: { _: 'peerUser', userId: user.id },
    chats: [],
    users: [userView(call.world, self, user)],
  };
}
