import type { tl } from '@mtcute/core';
import { findDialog } from '../../world/chats/channel-box.ts';
import type { Chat } from '../../world/chats/chat.ts';
import { bareId } from '../../world/chats/chat-id.ts';
import { primaryLink } from '../../world/chats/invite-links.ts';
import { nextPostAt } from '../../world/chats/may-post.ts';
import { hasRight, isAdmin } from '../../world/chats/member-of.ts';
import { unreadOf } from '../../world/chats/read-channel.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';
import { groupOf, visibleChannelOf } from '../peers.ts';
import { recentRequesters } from '../views/chat-update-view.ts';
import { chatViews } from '../views/chat-view.ts';
import { linkView } from '../views/link-view.ts';
import { toLong } from '../views/long.ts';
import { photoView } from '../views/media-view.ts';
import { groupParticipantsView } from '../views/participant-view.ts';
import { userViews } from '../views/user-view.ts';

/** All about a basic group, its members among it. @throws TelegramError CHAT_ID_INVALID */
export function getFullChat(
  call: Call,
  request: tl.messages.RawGetFullChatRequest,
): tl.messages.RawChatFull {
  const { world } = call;
  const self = caller(call);
  const chat = groupOf(call, request.chatId);
  const fullChat: tl.RawChatFull = {
    _: 'chatFull',
    ...common(world, self, chat),
    canSetUsername: chat.creatorId === self.id,
    participants: groupParticipantsView(world, self, chat),
    chatPhoto: chat.photo && photoView(world, self.id, chat.photo),
    // One field in two types: here the ids are longs.
    recentRequesters: asks(world, self, chat)?.map((id) => toLong(BigInt(id))),
  };
  const users = userViews(world, self, chat.members.keys());
  return {
    _: 'messages.chatFull',
    fullChat,
    chats: chatViews(world, self, namedChats(chat)),
    users,
  };
}

/** All about a channel or supergroup. @throws TelegramError CHANNEL_INVALID, CHANNEL_PRIVATE */
export function getFullChannel(
  call: Call,
  request: tl.channels.RawGetFullChannelRequest,
): tl.messages.RawChatFull {
  const { world } = call;
  const self = caller(call);
  const chat = visibleChannelOf(call, request.channel);
  const admin = isAdmin(world, chat, self.id);
  const dialog = findDialog(world, self.id, chat.id);
  const counts = countMembers(chat);
  const seesMembers = admin || (chat.kind === 'supergroup' && !chat.participantsHidden);
  const fullChat: tl.RawChannelFull = {
    _: 'channelFull',
    ...common(world, self, chat),
    canViewParticipants: seesMembers,
    canSetUsername: chat.creatorId === self.id,
    canDeleteChannel: chat.creatorId === self.id,
    participantsHidden: chat.participantsHidden,
    participantsCount: chat.memberCount,
    adminsCount: admin ? counts.admins : undefined,
    kickedCount: admin ? counts.kicked : undefined,
    bannedCount: admin ? counts.banned : undefined,
    readInboxMaxId: dialog?.readInboxMaxId ?? 0,
    readOutboxMaxId: dialog?.readOutboxMaxId ?? 0,
    unreadCount: unreadOf(world, self.id, chat),
    chatPhoto: chat.photo
      ? photoView(world, self.id, chat.photo)
      : { _: 'photoEmpty', id: toLong(0n) },
    botInfo: [],
    recentRequesters: asks(world, self, chat),
    linkedChatId: chat.linkedChatId === undefined ? undefined : bareId(chat.linkedChatId),
    migratedFromChatId:
      chat.migratedFrom === undefined ? undefined : toLong(BigInt(bareId(chat.migratedFrom))),
    migratedFromMaxId: chat.migratedFrom === undefined ? undefined : 0,
    slowmodeSeconds: chat.slowModeSeconds || undefined,
    slowmodeNextSendDate: nextPostAt(chat, self.id) || undefined,
    pts: boxOf(world, chat.id).pts,
  };
  return {
    _: 'messages.chatFull',
    fullChat,
    chats: chatViews(world, self, namedChats(chat)),
    users: userViews(world, self, admin ? chat.requests.keys() : []),
  };
}

const asks = (world: World, self: User, chat: Chat) =>
  hasRight(world, chat, self.id, 'inviteUsers') ? recentRequesters(chat) : undefined;

function common(world: World, self: User, chat: Chat) {
  const inviting = hasRight(world, chat, self.id, 'inviteUsers');
  return {
    id: bareId(chat.id),
    about: chat.about,
    notifySettings: { _: 'peerNotifySettings' } as const,
    exportedInvite: inviting ? linkView(chat, primaryLink(world, self.id, chat)) : undefined,
    requestsPending: inviting ? chat.requests.size : undefined,
  };
}

function countMembers(chat: Chat) {
  const counts = { admins: 0, kicked: 0, banned: 0 };
  for (const { status, present } of chat.members.values()) {
    if ((status === 'creator' && present) || status === 'admin') counts.admins++;
    else if (status === 'kicked') counts.kicked++;
    else if (status === 'restricted') counts.banned++;
  }
  return counts;
}

const namedChats = (chat: Chat) => [
  chat.id,
  ...(chat.linkedChatId === undefined ? [] : [chat.linkedChatId]),
  ...(chat.migratedTo === undefined ? [] : [chat.migratedTo]),
];
