import type { Message, MessageOrigin } from 'grammy/types';
import type { BusinessConnection } from '../../world/business/connection.ts';
import type { Copy, Message as WorldMessage } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { chatJson, groupChatJson } from './chat-json.ts';
import { entityJson } from './entity-json.ts';
import { markupJson } from './markup-json.ts';
import { mediaJson } from './media-json.ts';
import { serviceJson } from './service-json.ts';
import { userJsonById } from './user-json.ts';

/** The user in whose name anonymous administrators write. */
const ANONYMOUS_ADMIN = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};

/**
 * A message as a bot sees it.
 *
 * @param viewerId  the bot, whose own the file ids are
 * @param connection  when it is a message of an account that the bot looks after
 */
export function messageJson(
  world: World,
  copy: Copy,
  viewerId: number,
  connection?: BusinessConnection,
): Message {
  const original = answered(copy);
  const answer = original && contentJson(world, original, viewerId);
  return {
    ...contentJson(world, copy, viewerId),
    reply_to_message: answer as Message['reply_to_message'],
    business_connection_id: connection?.id,
  };
}

function contentJson(world: World, copy: Copy, viewerId: number): Message {
  const { message } = copy;
  return {
    message_id: copy.id,
    message_thread_id: message.topicId,
    is_topic_message: message.topicId === undefined ? undefined : true,
    ...senderJson(world, copy),
    chat: chatJson(world, copy.chatId),
    date: message.date,
    edit_date: message.editDate,
    media_group_id: message.groupedId?.toString(),
    has_protected_content: message.guarded || undefined,
    ...forwardJson(world, message),
    ...(message.service
      ? serviceJson(world, message, viewerId)
      : bodyJson(world, message, viewerId)),
    via_bot: message.viaBotId === undefined ? undefined : userJsonById(world, message.viaBotId),
    sender_business_bot:
      message.businessBotId === undefined ? undefined : userJsonById(world, message.businessBotId),
    reply_markup: markupJson(message.markup),
  };
}

/** Who wrote it: a person, a channel, or a group in whose name an administrator did. */
function senderJson(world: World, { message, chatId }: Copy): Partial<Message> {
  const chat = message.asChat ? world.chats.get(chatId) : undefined;
  if (!chat) return { from: userJsonById(world, message.fromId) };
  const sender = { sender_chat: groupChatJson(chat) };
  if (chat.kind !== 'channel') return { from: ANONYMOUS_ADMIN, ...sender };
  const author = chat.signatures ? world.users.get(message.fromId)?.firstName : undefined;
  return { ...sender, author_signature: author };
}

/** The message that it answers, in the same box. */
function answered(copy: Copy): Copy | undefined {
  return copy.message.replyTo?.copies.find(
    (other) => other.ownerId === copy.ownerId && !other.deleted,
  );
}

function bodyJson(world: World, message: WorldMessage, viewerId: number): Partial<Message> {
  const found = message.entities.flatMap((entity) => entityJson(world, entity) ?? []);
  const entities = found.length > 0 ? found : undefined;
  if (!message.media) return { text: textForBot(message), entities };
  const caption = message.text === '' ? {} : { caption: message.text, caption_entities: entities };
  return { ...caption, ...mediaJson(world, viewerId, message.media) };
}

/** A bot sees the parameter that it was started with; nobody else does. */
function textForBot({ text, startParam }: WorldMessage): string {
  return startParam === undefined ? text : `${text} ${startParam}`;
}

function forwardJson(world: World, { forwarded }: WorldMessage): Partial<Message> {
  if (!forwarded) return {};
  const { date, fromId, post } = forwarded;
  const chat = world.chats.get(fromId);
  const origin: MessageOrigin = !chat
    ? { type: 'user', sender_user: userJsonById(world, fromId), date }
    : chat.kind === 'channel'
      ? { type: 'channel', chat: groupChatJson(chat) as never, message_id: post ?? 0, date }
      : { type: 'chat', sender_chat: groupChatJson(chat), date };
  return { forward_origin: origin };
}
