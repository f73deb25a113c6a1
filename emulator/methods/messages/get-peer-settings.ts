import type { tl } from '@mtcute/core';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';
import { peerSettingsOf } from '../views/peer-settings-view.ts';
import { userView } from '../views/user-view.ts';

/** @throws TelegramError PEER_ID_INVALID */
export function getPeerSettings(
  call: Call,
  request: tl.messages.RawGetPeerSettingsRequest,
): tl.messages.RawPeerSettings {
  const self = caller(call);
  const user = userOfPeer(call, request.peer);
  return {
    _: 'messages.peerSettings',
    settings: peerSettingsOf(self, user),
    chats: [],
    users: [userView(call.world, self, user)],
  };
}
