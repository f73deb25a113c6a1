import type { tl } from '@mtcute/core';
import { isChat } from '../../world/messages/send-to.ts';
import { type Call, caller } from '../call.ts';
import { peerOf } from '../peers.ts';
import { chatView } from '../views/chat-view.ts';
import { peerSettingsOf } from '../views/peer-settings-view.ts';
import { userView } from '../views/user-view.ts';

/** @throws TelegramError PEER_ID_INVALID */
export function getPeerSettings(
  call: Call,
  request: tl.messages.RawGetPeerSettingsRequest,
): tl.messages.RawPeerSettings {
  const self = caller(call);
  const user = peerOf(call, request.peer);
  if (isChat(user)) {
    const chats = [chatView(call.world, self, user)];
    return { _: 'messages.peerSettings', settings: { _: 'peerSettings' }, chats, users: [] };
  }
  return {
    _: 'messages.peerSettings',
    settings: peerSettingsOf(self, user),
    chats: [],
    users: [userView(call.world, self, user)],
  };
}
