import type { tl } from '@mtcute/core';
import { botInfo } from '../bots/bot-info.ts';
import { type Call, caller } from '../call.ts';
import { commonChats } from '../chats/get-chats.ts';
import { userOfInput } from '../peers.ts';
import { peerSettingsOf } from '../views/peer-settings-view.ts';
import { userView } from '../views/user-view.ts';

/** @throws TelegramError USER_ID_INVALID */
export function getFullUser(
  call: Call,
  request: tl.users.RawGetFullUserRequest,
): tl.users.RawUserFull {
  const self = caller(call);
  const user = userOfInput(call, request.id);
  return {
    _: 'users.userFull',
    fullUser: {
      _: 'userFull',
      id: user.id,
      about: user.bio,
      blocked: self.blocked.has(user.id),
      phoneCallsAvailable: !user.bot,
      canPinMessage: true,
      settings: peerSettingsOf(self, user),
      notifySettings: { _: 'peerNotifySettings' },
      commonChatsCount: user.id === self.id ? 0 : commonChats(call, user.id).length,
      contactRequirePremium: user.privacy.messages === 'premium',
      botInfo: user.bot ? botInfo(call.world, self, user.id) : undefined,
    },
    chats: [],
    users: [userView(call.world, self, user)],
  };
}
