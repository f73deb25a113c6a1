import type { tl } from '@mtcute/core';
import type { Chat } from '../../world/chats/chat.ts';
import { isPresent } from '../../world/chats/member-of.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { channelOf, groupOf, userOfInput } from '../peers.ts';
import { chatView } from '../views/chat-view.ts';

/** Basic groups by number. @throws TelegramError CHAT_ID_INVALID */
export function getChats(
  call: Call,
  request: tl.messages.RawGetChatsRequest,
): tl.messages.RawChats {
  return chatsView(
    call,
    request.id.map((id) => groupOf(call, id)),
  );
}

/** Channels and supergroups; those whose access hash is wrong are an error. @throws TelegramError CHANNEL_INVALID */
export function getChannels(
  call: Call,
  request: tl.channels.RawGetChannelsRequest,
): tl.messages.RawChats {
  return chatsView(
    call,
    request.id.map((input) => channelOf(call, input)),
  );
}

/** The groups that the caller shares with somebody. @throws TelegramError USER_ID_INVALID */
export function getCommonChats(
  call: Call,
  request: tl.messages.RawGetCommonChatsRequest,
): tl.messages.RawChats {
  const other = userOfInput(call, request.userId);
  const common = ownChats(call).filter(
    (chat) => chat.kind !== 'channel' && isPresent(chat, other.id),
  );
  return chatsView(call, common.slice(0, request.limit || 100));
}

/** Public channels and groups that the caller owns. */
export function getAdminedPublicChannels(call: Call): tl.messages.RawChats {
  const own = ownChats(call).filter(
    (chat) => chat.username !== undefined && chat.creatorId === caller(call).id,
  );
  return chatsView(call, own);
}

/** The chats that the caller is in. */
function ownChats(call: Call): Chat[] {
  const self = caller(call);
  const { dialogs, channelDialogs } = boxOf(call.world, self.id);
  return [...dialogs.keys(), ...channelDialogs.keys()].flatMap((id) => {
    const chat = call.world.chats.get(id);
    return chat && isPresent(chat, self.id) ? [chat] : [];
  });
}

function chatsView(call: Call, chats: Chat[]): tl.messages.RawChats {
  if (chats.length > 1000) throw new TelegramError(400, 'LIMIT_INVALID');
  const self = caller(call);
  return { _: 'messages.chats', chats: chats.map((chat) => chatView(call.world, self, chat)) };
}
