import type { Message, MessageOrigin } from 'grammy/types';
import type { Copy, Message as WorldMessage } from '../../world/messages/message.ts';
import type { World } from '../../world/world.ts';
import { entityJson } from './entity-json.ts';
import { markupJson } from './markup-json.ts';
import { mediaJson } from './media-json.ts';
import { privateChatJson, userJsonById } from './user-json.ts';

/** A message of a bot's box as the bot sees it. */
export function messageJson(world: World, copy: Copy): Message {
  const original = answered(copy);
  const answer = original && { ...messageJson(world, original), reply_to_message: undefined };
  return { ...contentJson(world, copy), reply_to_message: answer as Message['reply_to_message'] };
}

function contentJson(world: World, copy: Copy): Message {
  const { message } = copy;
  return {
    message_id: copy.id,
    from: userJsonById(world, message.fromId),
    chat: privateChatJson(world, copy.chatId),
    date: message.date,
    edit_date: message.editDate,
    media_group_id: message.groupedId?.toString(),
    has_protected_content: message.guarded || undefined,
    ...forwardJson(world, message),
    ...textJson(world, message),
    ...(message.media && mediaJson(world, copy.ownerId, message.media)),
    reply_markup: markupJson(message.markup),
  };
}

function answered(copy: Copy): Copy | undefined {
  return copy.message.replyTo?.copies.find(
    (other) => other.ownerId === copy.ownerId && !other.deleted,
  );
}

function textJson(world: World, message: WorldMessage): Partial<Message> {
  const found = message.entities.flatMap((entity) => entityJson(world, entity) ?? []);
  const entities = found.length > 0 ? found : undefined;
  if (message.media) {
    return message.text === '' ? {} : { caption: message.text, caption_entities: entities };
  }
  return { text: textForBot(message), entities };
}

/** A bot sees the parameter that it was started with; nobody else does. */
function textForBot({ text, startParam }: WorldMessage): string {
  return startParam === undefined ? text : `${text} ${startParam}`;
}

function forwardJson(world: World, { forwarded }: WorldMessage): Partial<Message> {
  if (!forwarded) return {};
  const origin: MessageOrigin = {
    type: 'user',
    sender_user: userJsonById(world, forwarded.fromId),
    date: forwarded.date,
  };
  return { forward_origin: origin };
}
