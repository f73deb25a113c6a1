import type { ChatFullInfo, UserProfilePhotos } from 'grammy/types';
import type { Chat } from '../../world/chats/chat.ts';
import { inviteUrl, primaryLink } from '../../world/chats/invite-links.ts';
import { hasRight } from '../../world/chats/member-of.ts';
import { isChat } from '../../world/messages/send-to.ts';
import type { BotCall } from '../bot-api.ts';
import { groupChatJson } from '../views/chat-json.ts';
import { permissionsJson } from '../views/member-json.ts';
import { privateChatJson } from '../views/user-json.ts';
import { findChat, findUser } from './find-chat.ts';

/** What there is to know of a chat (https://core.telegram.org/bots/api#getchat). */
export function getChat(call: BotCall): ChatFullInfo {
  const { world } = call;
  const chat = findChat(call);
  const common = {
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  };
  if (isChat(chat)) return { ...groupInfo(call, chat), ...common } as ChatFullInfo;
  const usernames = chat.username === undefined ? undefined : [chat.username];
  return {
    ...privateChatJson(world, chat.id),
    ...common,
    bio: chat.bio,
    active_usernames: usernames,
  } as ChatFullInfo;
}

function groupInfo({ bot, world }: BotCall, chat: Chat): object {
  const mayInvite = hasRight(world, chat, bot.id, 'inviteUsers');
  return {
    ...groupChatJson(chat),
    description: chat.about || undefined,
    invite_link: mayInvite ? inviteUrl(primaryLink(world, bot.id, chat)) : undefined,
    permissions: chat.kind === 'channel' ? undefined : permissionsJson(chat.defaultBanned),
    slow_mode_delay: chat.slowModeSeconds || undefined,
    join_by_request: chat.joinRequest || undefined,
    has_hidden_members: chat.participantsHidden || undefined,
    linked_chat_id: chat.linkedChatId,
    active_usernames: chat.username === undefined ? undefined : [chat.username],
  };
}

/** Profile photos, which the people of the box don't have. */
export function getUserProfilePhotos(call: BotCall): UserProfilePhotos {
  findUser(call);
  return { total_count: 0, photos: [] };
}
