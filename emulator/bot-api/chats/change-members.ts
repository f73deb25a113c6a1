import { z } from 'zod';
import type { Chat } from '../../world/chats/chat.ts';
import { editAdmin } from '../../world/chats/edit-admin.ts';
import { editBanned } from '../../world/chats/edit-banned.ts';
import { removeMember } from '../../world/chats/leave-chat.ts';
import { memberOf } from '../../world/chats/member-of.ts';
import type { AdminRight, BannedRight, BannedRights } from '../../world/chats/rights.ts';
import { flagOf, integerOf, jsonOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findGroup, findUser } from './find-chat.ts';

/** The Bot API's names of administrators' rights: the world's by theirs. */
const rightNames: Record<string, AdminRight> = {
  is_anonymous: 'anonymous',
  can_manage_chat: 'other',
  can_delete_messages: 'deleteMessages',
  can_manage_video_chats: 'manageCall',
  can_restrict_members: 'banUsers',
  can_promote_members: 'addAdmins',
  can_change_info: 'changeInfo',
  can_invite_users: 'inviteUsers',
  can_post_stories: 'postStories',
  can_edit_stories: 'editStories',
  can_delete_stories: 'deleteStories',
  can_post_messages: 'postMessages',
  can_edit_messages: 'editMessages',
  can_pin_messages: 'pinMessages',
  can_manage_topics: 'manageTopics',
};

/** What each permission lets through. */
const permissionNames: Record<string, BannedRight[]> = {
  can_send_messages: ['sendMessages', 'sendPlain'],
  can_send_audios: ['sendAudios'],
  can_send_documents: ['sendDocs'],
  can_send_photos: ['sendPhotos'],
  can_send_videos: ['sendVideos'],
  can_send_video_notes: ['sendRoundvideos'],
  can_send_voice_notes: ['sendVoices'],
  can_send_polls: ['sendPolls'],
  can_send_other_messages: ['sendStickers', 'sendGifs', 'sendGames', 'sendInline'],
  can_add_web_page_previews: ['embedLinks'],
  can_change_info: ['changeInfo'],
  can_invite_users: ['inviteUsers'],
  can_pin_messages: ['pinMessages'],
  can_manage_topics: ['manageTopics'],
};

/** Puts somebody out for good or for a time; they cannot come back by themselves. */
export function banChatMember(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findGroup(call);
  const user = findUser(call);
  if (chat.kind === 'group') removeMember(world, self.id, chat, user.id);
  else {
    editBanned(world, self, chat, user, { viewMessages: true }, integerOf(args, 'until_date', 0));
  }
  return true;
}

/** Lets somebody come back; who is in the chat is put out first, unless `only_if_banned`. */
export function unbanChatMember(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findNotGroup(call);
  const user = findUser(call);
  const member = memberOf(world, chat, user.id);
  if (member?.status !== 'kicked' && flagOf(args, 'only_if_banned')) return true;
  if (member?.present) editBanned(world, self, chat, user, { viewMessages: true }, 0);
  if (member) editBanned(world, self, chat, user, {}, 0);
  return true;
}

/** Forbids a member of a supergroup things. */
export function restrictChatMember(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findNotGroup(call);
  const given = jsonOf(args, 'permissions', z.record(z.string(), z.unknown()), 'permissions');
  if (!given) throw badRequest('permissions are not specified');
  const rights: Partial<Record<BannedRight, boolean>> = {};
  for (const [name, banned] of Object.entries(permissionNames)) {
    if (given[name] !== true) for (const right of banned) rights[right] = true;
  }
  const until = integerOf(args, 'until_date', 0);
  editBanned(world, self, chat, findUser(call), rights satisfies BannedRights, until);
  return true;
}

/** Gives a member rights of an administrator; without any they are a plain member again. */
export function promoteChatMember(call: BotCall): true {
  const { args, self, world } = call;
  const chat = findNotGroup(call);
  const rights: Partial<Record<AdminRight, boolean>> = {};
  for (const [name, right] of Object.entries(rightNames)) {
    if (flagOf(args, name)) rights[right] = true;
  }
  editAdmin(world, self, chat, findUser(call), rights, textOf(args, 'custom_title') || undefined);
  return true;
}

function findNotGroup(call: BotCall): Chat {
  const chat = findGroup(call);
  if (chat.kind === 'group') {
    throw badRequest('method is available for supergroup and channel chats only');
  }
  return chat;
}
