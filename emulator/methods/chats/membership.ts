import type { tl } from '@mtcute/core';
import type { Chat } from '../../world/chats/chat.ts';
import { editAdmin as editAdminInWorld, editGroupAdmin } from '../../world/chats/edit-admin.ts';
import { editBanned as editBannedInWorld } from '../../world/chats/edit-banned.ts';
import { type Added, inviteUsers } from '../../world/chats/invite-users.ts';
import { joinChat } from '../../world/chats/join-chat.ts';
import { leaveChat, removeMember } from '../../world/chats/leave-chat.ts';
import { memberOf } from '../../world/chats/member-of.ts';
import { adminRights, bannedRights, chosen } from '../../world/chats/rights.ts';
import { isChat } from '../../world/messages/send-to.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import type { User } from '../../world/users/user.ts';
import { answerUpdates } from '../answer-updates.ts';
import { type Call, caller } from '../call.ts';
import { channelOf, groupOf, peerOf, userOfInput, visibleChannelOf } from '../peers.ts';
import { missingView } from '../views/missing-view.ts';

/** Before this layer somebody whose privacy forbids it was an error, not a list in the answer. */
const FIRST_LAYER_WITH_MISSING = 180;

/** Adds somebody to a basic group. @throws TelegramError USER_ALREADY_PARTICIPANT and those of `inviteUsers` */
export function addChatUser(
  call: Call,
  request: tl.messages.RawAddChatUserRequest,
): tl.messages.RawInvitedUsers {
  const chat = groupOf(call, request.chatId);
  const user = userOfInput(call, request.userId);
  if (memberOf(call.world, chat, user.id)?.present) {
    throw new TelegramError(400, 'USER_ALREADY_PARTICIPANT');
  }
  return invited(call, chat, [user]);
}

/** Adds people to a channel or supergroup. @throws TelegramError those of `inviteUsers` */
export function inviteToChannel(
  call: Call,
  request: tl.channels.RawInviteToChannelRequest,
): tl.messages.RawInvitedUsers {
  const chat = channelOf(call, request.channel);
  const users = request.users.map((input) => userOfInput(call, input));
  return invited(call, chat, users);
}

function invited(call: Call, chat: Chat, users: User[]): tl.messages.RawInvitedUsers {
  let missing: Added['missing'] = [];
  const operation = () => {
    ({ missing } = inviteUsers(call.world, caller(call), chat, users, call.session));
  };
  const updates = answerUpdates(call, operation, [chat.id, ...users.map((user) => user.id)]);
  const [first] = missing;
  if (first && missing.length === users.length && call.layer < FIRST_LAYER_WITH_MISSING) {
    throw new TelegramError(403, first.reason);
  }
  return { _: 'messages.invitedUsers', updates, missingInvitees: missing.map(missingView) };
}

/** Leaves a basic group, or takes somebody out of it. @throws TelegramError CHAT_ADMIN_REQUIRED, USER_NOT_PARTICIPANT */
export function deleteChatUser(
  call: Call,
  request: tl.messages.RawDeleteChatUserRequest,
): tl.RawUpdates {
  const chat = groupOf(call, request.chatId);
  const self = caller(call);
  const user = userOfInput(call, request.userId);
  return answerUpdates(call, () => {
    if (user.id === self.id) leaveChat(call.world, self.id, chat, call.session);
    else removeMember(call.world, self.id, chat, user.id, call.session);
  });
}

/** Joins a public channel or supergroup. @throws TelegramError CHANNEL_PRIVATE, CHANNELS_TOO_MUCH, INVITE_REQUEST_SENT */
export function joinChannel(call: Call, request: tl.channels.RawJoinChannelRequest): tl.RawUpdates {
  const chat = channelOf(call, request.channel);
  const operation = () => joinChat(call.world, caller(call), chat, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

/** @throws TelegramError USER_NOT_PARTICIPANT, CHANNEL_PRIVATE */
export function leaveChannel(
  call: Call,
  request: tl.channels.RawLeaveChannelRequest,
): tl.RawUpdates {
  const chat = channelOf(call, request.channel);
  const operation = () => leaveChat(call.world, caller(call).id, chat, call.session);
  return answerUpdates(call, operation, [chat.id]);
}

/** @throws TelegramError those of the world's `editAdmin` */
export function editAdmin(call: Call, request: tl.channels.RawEditAdminRequest): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const user = userOfInput(call, request.userId);
  const rights = chosen(request.adminRights, adminRights);
  const rank = request.rank || undefined;
  const operation = () =>
    editAdminInWorld(call.world, caller(call), chat, user, rights, rank, call.session);
  return answerUpdates(call, operation, [chat.id, user.id]);
}

/** @throws TelegramError PARTICIPANT_ID_INVALID and those of the world's `editBanned` */
export function editBanned(call: Call, request: tl.channels.RawEditBannedRequest): tl.RawUpdates {
  const chat = visibleChannelOf(call, request.channel);
  const user = peerOf(call, request.participant);
  if (isChat(user)) throw new TelegramError(400, 'PARTICIPANT_ID_INVALID');
  const rights = chosen(request.bannedRights, bannedRights);
  const { untilDate } = request.bannedRights;
  const operation = () =>
    editBannedInWorld(call.world, caller(call), chat, user, rights, untilDate, call.session);
  return answerUpdates(call, operation, [chat.id, user.id]);
}

/** Makes somebody an administrator of a basic group, or not. @throws TelegramError CHAT_ADMIN_REQUIRED */
export function editChatAdmin(call: Call, request: tl.messages.RawEditChatAdminRequest): boolean {
  const chat = groupOf(call, request.chatId);
  const user = userOfInput(call, request.userId);
  editGroupAdmin(call.world, caller(call), chat, user, request.isAdmin);
  return true;
}
