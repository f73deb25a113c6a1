import type { tl } from '@mtcute/core';
import type { Chat, Member } from '../../world/chats/chat.ts';
import { bareId } from '../../world/chats/chat-id.ts';
import { presentMembers } from '../../world/chats/member-of.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { adminRightsView, bannedRightsView, rightsOf } from './chat-view.ts';
import { peerView } from './peer-view.ts';

/** Somebody's place in a channel or supergroup. */
export function participantView(
  viewer: User,
  chat: Chat,
  member: Member,
): tl.TypeChannelParticipant {
  const { userId, joinedAt: date, inviterId, rank, banned } = member;
  const self = userId === viewer.id;
  switch (member.status) {
    case 'creator':
      if (!member.present) break;
      return {
        _: 'channelParticipantCreator',
        userId,
        rank,
        adminRights: adminRightsView(rightsOf(member)),
      };
    case 'admin':
      return {
        _: 'channelParticipantAdmin',
        userId,
        self,
        inviterId: self ? inviterId : undefined,
        canEdit: chat.creatorId === viewer.id || member.promotedBy === viewer.id,
        promotedBy: member.promotedBy ?? chat.creatorId,
        date,
        adminRights: adminRightsView(rightsOf(member)),
        rank,
      };
    case 'restricted':
    case 'kicked':
      return {
        _: 'channelParticipantBanned',
        left: !member.present,
        peer: peerView(userId),
        kickedBy: banned?.by ?? chat.creatorId,
        date: banned?.at ?? date,
        bannedRights: bannedRightsView(banned?.rights ?? {}, banned?.until ?? 0),
      };
    case 'member':
      if (!self) return { _: 'channelParticipant', userId, date };
      return {
        _: 'channelParticipantSelf',
        userId,
        inviterId,
        date,
        viaRequest: member.viaRequest,
      };
    default:
      break;
  }
  return { _: 'channelParticipantLeft', peer: peerView(userId) };
}

/** Everyone in a basic group; who is out of it may not know. */
export function groupParticipantsView(
  world: World,
  viewer: User,
  chat: Chat,
): tl.TypeChatParticipants {
  const chatId = bareId(chat.id);
  if (!chat.members.get(viewer.id)?.present) return { _: 'chatParticipantsForbidden', chatId };
  const participants = [...presentMembers(world, chat)].map(groupParticipantView);
  return { _: 'chatParticipants', chatId, participants, version: chat.version };
}

function groupParticipantView(member: Member): tl.TypeChatParticipant {
  const { userId, inviterId, joinedAt: date } = member;
  if (member.status === 'creator') return { _: 'chatParticipantCreator', userId };
  const kind = member.status === 'admin' ? 'chatParticipantAdmin' : 'chatParticipant';
  return { _: kind, userId, inviterId, date };
}
