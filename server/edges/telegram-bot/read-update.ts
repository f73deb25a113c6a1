import type { MaybeInaccessibleMessage, Message, Update, User } from 'grammy/types';
import type { BotPerson, BotUpdate } from './port.ts';

/** The kinds of updates that are asked for. */
export const wantedUpdates = ['message', 'callback_query', 'my_chat_member'] as const;

/** Puts an update into our words; undefined: it is none of our concern. */
export function readUpdate(update: Update): BotUpdate | undefined {
  const { update_id: updateId, message, callback_query: pressed, my_chat_member: member } = update;
  if (message?.from && !message.from.is_bot)
    return {
      kind: 'message',
      updateId,
      chatId: message.chat.id,
      from: readPerson(message.from),
      messageId: message.message_id,
      isPrivate: message.chat.type === 'private',
      ...readThread(message),
      ...readAttached(message),
      sentAt: momentOf(message.date),
      text: message.text ?? message.caption ?? '',
    };
  if (pressed?.message && pressed.data !== undefined)
    return {
      kind: 'button',
      updateId,
      chatId: pressed.message.chat.id,
      from: readPerson(pressed.from),
      callbackId: pressed.id,
      messageId: pressed.message.message_id,
      isPrivate: pressed.message.chat.type === 'private',
      ...readThread(pressed.message),
      data: pressed.data,
    };
  if (member?.chat.type === 'private')
    return {
      kind: 'membership',
      updateId,
      chatId: member.chat.id,
      from: readPerson(member.from),
      isBlocked: member.new_chat_member.status === 'kicked',
      at: momentOf(member.date),
    };
  return undefined;
}

function readThread(message: MaybeInaccessibleMessage): { threadId?: number } {
  if (!('is_topic_message' in message) || message.message_thread_id === undefined) return {};
  return { threadId: message.message_thread_id };
}

/** What came along in a group: there a file is an answer to somebody, in private chats a command's. */
function readAttached(message: Message) {
  if (message.chat.type === 'private') return {};
  const { document, photo } = message;
  const largest = photo?.at(-1);
  if (largest) {
    const { file_id: fileId, file_size: size = 0 } = largest;
    return { attached: { type: 'photo' as const, fileId, name: 'photo.jpg', size } };
  }
  if (!document) return {};
  const { file_id: fileId, file_name: name = 'file', file_size: size = 0 } = document;
  return { attached: { type: 'document' as const, fileId, name, size } };
}

function readPerson(user: User): BotPerson {
  return {
    telegramId: user.id,
    username: user.username?.toLowerCase() ?? null,
    firstName: user.first_name,
    lastName: user.last_name ?? '',
    language: user.language_code ?? null,
  };
}

const momentOf = (seconds: number) => new Date(seconds * 1_000).toISOString();
