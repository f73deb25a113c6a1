import type { tl } from '@mtcute/core';
import { accessHash } from '../../world/access-hash.ts';
import type { Chat, Member } from '../../world/chats/chat.ts';
import { bareId } from '../../world/chats/chat-id.ts';
import { mayView } from '../../world/chats/find-chat.ts';
import { memberOf } from '../../world/chats/member-of.ts';
import { type AdminRights, type BannedRights, isEmpty } from '../../world/chats/rights.ts';
import type { ChatId } from '../../world/messages/box.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { toLong } from './long.ts';

/** How `viewer` sees a chat; who may not look into it sees no more than its name. */
export function chatView(world: World, viewer: User, chat: Chat): tl.TypeChat {
  const member = memberOf(world, chat, viewer.id);
  return chat.kind === 'group'
    ? groupView(world, viewer, chat, member)
    : channelView(world, viewer, chat, member);
}

function groupView(
  world: World,
  viewer: User,
  chat: Chat,
  member: Member | undefined,
): tl.TypeChat {
  const { title, date, version } = chat;
  const id = bareId(chat.id);
  if (!member || member.status === 'kicked') return { _: 'chatForbidden', id, title };
  const target = chat.migratedTo === undefined ? undefined : world.chats.get(chat.migratedTo);
  return {
    _: 'chat',
    id,
    title,
    date,
    version,
    creator: chat.creatorId === viewer.id,
    left: !member.present,
    deactivated: target !== undefined || chat.deleted,
    migratedTo: target && {
      _: 'inputChannel',
      channelId: bareId(target.id),
      accessHash: toLong(accessHash(world, viewer.id, target.id)),
    },
    photo: photoView(chat),
    participantsCount: chat.memberCount,
    adminRights: member.present && member.rights ? adminRightsView(member.rights) : undefined,
    defaultBannedRights: bannedRightsView(chat.defaultBanned, 0),
  };
}

function channelView(
  world: World,
  viewer: User,
  chat: Chat,
  member: Member | undefined,
): tl.TypeChat {
  const { title, date } = chat;
  const identity = {
    id: bareId(chat.id),
    accessHash: toLong(accessHash(world, viewer.id, chat.id)),
    broadcast: chat.kind === 'channel',
    megagroup: chat.kind === 'supergroup',
    title,
  };
  if (!mayView(world, chat, viewer.id)) {
    const until = member?.status === 'kicked' ? member.banned?.until : undefined;
    return { _: 'channelForbidden', ...identity, untilDate: until || undefined };
  }
  const present = member?.present === true;
  return {
    _: 'channel',
    ...identity,
    date,
    creator: present && chat.creatorId === viewer.id,
    left: !present,
    username: chat.username,
    signatures: chat.signatures,
    hasLink: chat.linkedChatId !== undefined,
    slowmodeEnabled: chat.slowModeSeconds > 0,
    joinRequest: chat.joinRequest,
    forum: chat.forum,
    photo: photoView(chat),
    adminRights: present && member.rights ? adminRightsView(member.rights) : undefined,
    bannedRights:
      member?.status === 'restricted' && member.banned
        ? bannedRightsView(member.banned.rights, member.banned.until)
        : undefined,
    defaultBannedRights:
      chat.kind === 'supergroup' ? bannedRightsView(chat.defaultBanned, 0) : undefined,
    participantsCount: chat.memberCount,
  };
}

/** Each chat once. Ids that are no chats' are left out, so the ids of all peers may be given. */
export function chatViews(world: World, viewer: User, ids: Iterable<ChatId>): tl.TypeChat[] {
  const views: tl.TypeChat[] = [];
  for (const id of new Set(ids)) {
    const chat = world.chats.get(id);
    if (chat) views.push(chatView(world, viewer, chat));
  }
  return views;
}

function photoView(chat: Chat): tl.TypeChatPhoto {
  if (!chat.photo) return { _: 'chatPhotoEmpty' };
  return { _: 'chatPhoto', photoId: toLong(chat.photo.id), dcId: 2 };
}

export function adminRightsView(rights: AdminRights): tl.RawChatAdminRights {
  return { _: 'chatAdminRights', ...rights };
}

export function bannedRightsView(rights: BannedRights, until: number): tl.RawChatBannedRights {
  return { _: 'chatBannedRights', ...rights, untilDate: until };
}

/** An administrator's rights are shown only when there are any. */
export const rightsOf = (member: Member): AdminRights =>
  member.rights && !isEmpty(member.rights) ? member.rights : {};
