import type { tl } from '@mtcute/core';
import { createChat as createInWorld } from '../../world/chats/create-chat.ts';
import type { Added } from '../../world/chats/invite-users.ts';
import { migrateChat as migrateInWorld } from '../../world/chats/migrate-chat.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { answerUpdates } from '../answer-updates.ts';
import { type Call, caller } from '../call.ts';
import { groupOf, userOfInput } from '../peers.ts';
import { missingView } from '../views/missing-view.ts';

/** Makes a basic group. @throws TelegramError USERS_TOO_FEW, USERS_TOO_MUCH, CHAT_TITLE_EMPTY */
export function createChat(
  call: Call,
  request: tl.messages.RawCreateChatRequest,
): tl.messages.RawInvitedUsers {
  const creator = caller(call);
  const users = request.users.map((input) => userOfInput(call, input));
  if (users.every((user) => user.id === creator.id)) throw new TelegramError(400, 'USERS_TOO_FEW');
  let missing: Added['missing'] = [];
  const updates = answerUpdates(call, () => {
    const wanted = { kind: 'group', title: request.title, users } as const;
    ({ missing } = createInWorld(call.world, creator, wanted, call.session));
  });
  return { _: 'messages.invitedUsers', updates, missingInvitees: missing.map(missingView) };
}

/** Makes a channel, a supergroup or a forum. @throws TelegramError CHANNELS_TOO_MUCH, CHAT_TITLE_EMPTY, CHAT_ABOUT_TOO_LONG */
export function createChannel(
  call: Call,
  request: tl.channels.RawCreateChannelRequest,
): tl.RawUpdates {
  const { title, about, forum } = request;
  const kind = request.megagroup || forum ? 'supergroup' : 'channel';
  return answerUpdates(call, () => {
    createInWorld(call.world, caller(call), { kind, title, about, forum }, call.session);
  });
}

/** Turns a basic group into a supergroup. @throws TelegramError CHAT_ID_INVALID, CHAT_ADMIN_REQUIRED */
export function migrateChat(call: Call, request: tl.messages.RawMigrateChatRequest): tl.RawUpdates {
  const group = groupOf(call, request.chatId);
  return answerUpdates(call, () => {
    migrateInWorld(call.world, caller(call), group, call.session);
  });
}
