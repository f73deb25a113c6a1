import type { Chat as ChatJson } from 'grammy/types';
import type { Chat } from '../../world/chats/chat.ts';
import type { ChatId } from '../../world/messages/box.ts';
import type { World } from '../../world/world.ts';
import { privateChatJson } from './user-json.ts';

/** A chat of any kind as bots see it: the private one with a user, or a group or channel. */
export function chatJson(world: World, chatId: ChatId): ChatJson {
  const chat = world.chats.get(chatId);
  return chat ? groupChatJson(chat) : privateChatJson(world, chatId);
}

/** The same for a group, a supergroup or a channel. */
export function groupChatJson(
  chat: Chat,
): ChatJson.GroupChat | ChatJson.SupergroupChat | ChatJson.ChannelChat {
  const { id, title, username } = chat;
  if (chat.kind === 'group') return { id, type: 'group', title };
  if (chat.kind === 'channel') return { id, type: 'channel', title, username };
  return { id, type: 'supergroup', title, username, is_forum: chat.forum || undefined };
}
