import type { ChatMember, ChatMemberUpdated, ChatPermissions } from 'grammy/types';
import type { Chat, InviteLink, Member } from '../../world/chats/chat.ts';
import type { AdminRights, BannedRights } from '../../world/chats/rights.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { groupChatJson } from './chat-json.ts';
import { linkJson } from './link-json.ts';
import { privateChatJson, userJson, userJsonById } from './user-json.ts';

/** What a bot is told when a person blocks it or lets it in again. */
export function blockedUpdate(
  world: World,
  botId: number,
  person: User,
  blocked: boolean,
): ChatMemberUpdated {
  const user = userJsonById(world, botId);
  const inside: ChatMember = { status: 'member', user };
  const outside: ChatMember = { status: 'kicked', user, until_date: 0 };
  return {
    chat: privateChatJson(world, person.id),
    from: userJson(person),
    date: world.clock.seconds(),
    old_chat_member: blocked ? inside : outside,
    new_chat_member: blocked ? outside : inside,
  };
}

/** What bots are told when somebody's place in a chat changes. */
export function memberUpdate(
  world: World,
  chat: Chat,
  change: {
    actorId: number;
    userId: number;
    before: Member | undefined;
    after: Member;
    link?: InviteLink | undefined;
  },
): ChatMemberUpdated {
  const { actorId, after, before, link, userId } = change;
  const cameIn = after.present && before?.present !== true;
  return {
    chat: groupChatJson(chat),
    from: userJsonById(world, actorId),
    date: world.clock.seconds(),
    old_chat_member: memberJson(world, chat, userId, before),
    new_chat_member: memberJson(world, chat, userId, after),
    invite_link: link && linkJson(world, chat, link),
    via_join_request: cameIn && after.viaRequest ? true : undefined,
  };
}

/** Somebody's place in a chat; those who were never there have left. */
export function memberJson(
  world: World,
  chat: Chat,
  userId: number,
  member: Member | undefined,
): ChatMember {
  const user = userJsonById(world, userId);
  switch (member?.status) {
    case 'creator':
      return {
        status: 'creator',
        user,
        is_anonymous: member.rights?.anonymous ?? false,
        custom_title: member.rank,
      };
    case 'admin':
      return { status: 'administrator', user, ...adminJson(chat, member) };
    case 'member':
      return { status: 'member', user };
    case 'restricted':
      return {
        status: 'restricted',
        user,
        is_member: member.present,
        ...permissionsJson(member.banned?.rights ?? {}),
        until_date: member.banned?.until ?? 0,
      } as ChatMember;
    case 'kicked':
      return { status: 'kicked', user, until_date: member.banned?.until ?? 0 };
    default:
      return { status: 'left', user };
  }
}

function adminJson(chat: Chat, member: Member) {
  return {
    can_be_edited: false,
    custom_title: member.rank,
    ...rightsJson(chat, member.rights ?? {}),
  };
}

/** The rights of an administrator as the Bot API names them. */
export function rightsJson(chat: Chat, rights: AdminRights) {
  const inChannel = chat.kind === 'channel';
  return {
    is_anonymous: rights.anonymous ?? false,
    can_manage_chat: true,
    can_delete_messages: rights.deleteMessages ?? false,
    can_manage_video_chats: rights.manageCall ?? false,
    can_restrict_members: rights.banUsers ?? false,
    can_promote_members: rights.addAdmins ?? false,
    can_change_info: rights.changeInfo ?? false,
    can_invite_users: rights.inviteUsers ?? false,
    can_post_stories: rights.postStories ?? false,
    can_edit_stories: rights.editStories ?? false,
    can_delete_stories: rights.deleteStories ?? false,
    can_send_welcome_messages: false,
    can_post_messages: inChannel ? (rights.postMessages ?? false) : undefined,
    can_edit_messages: inChannel ? (rights.editMessages ?? false) : undefined,
    can_pin_messages: inChannel ? undefined : (rights.pinMessages ?? false),
    can_manage_topics: chat.kind === 'supergroup' ? (rights.manageTopics ?? false) : undefined,
  };
}

/** What is allowed: all that isn't forbidden. */
export function permissionsJson(banned: BannedRights): ChatPermissions {
  const may = (...rights: (keyof BannedRights)[]) =>
    !banned.sendMessages && rights.every((right) => !banned[right]);
  return {
    can_send_messages: may('sendPlain'),
    can_send_audios: may('sendMedia', 'sendAudios'),
    can_send_documents: may('sendMedia', 'sendDocs'),
    can_send_photos: may('sendMedia', 'sendPhotos'),
    can_send_videos: may('sendMedia', 'sendVideos'),
    can_send_video_notes: may('sendMedia', 'sendRoundvideos'),
    can_send_voice_notes: may('sendMedia', 'sendVoices'),
    can_send_polls: may('sendPolls'),
    can_send_other_messages: may('sendStickers', 'sendGifs', 'sendGames', 'sendInline'),
    can_add_web_page_previews: may('embedLinks'),
    can_change_info: !banned.changeInfo,
    can_invite_users: !banned.inviteUsers,
    can_pin_messages: !banned.pinMessages,
    can_manage_topics: !banned.manageTopics,
  };
}
