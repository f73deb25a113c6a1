import type { BusinessConnection, Message } from 'grammy/types';
import type { BotPerson, BotUpdate, BusinessFile, BusinessMessage, BusinessState } from './port.ts';
import { momentOf, readPerson } from './read-person.ts';

export function readBusinessState({
  id,
  user,
  is_enabled: isEnabled,
  rights,
}: BusinessConnection): BusinessState {
  return {
    connectionId: id,
    owner: readPerson(user),
    isEnabled,
    mayReply: rights?.can_reply === true,
    mayRead: rights?.can_read_messages === true,
  };
}

/** A message of a chat of a Business account; undefined: ours, a bot's, or none of a person's. */
export function readBusinessMessage(updateId: number, message: Message): BotUpdate | undefined {
  const { business_connection_id: connectionId, chat, from } = message;
  if (connectionId === undefined || chat.type !== 'private' || !from || from.is_bot)
    return undefined;
  // What a bot said for the owner: we know of it already.
  if (message.sender_business_bot) return undefined;
  const isOwn = from.id !== chat.id;
  const person: BotPerson = isOwn
    ? {
        telegramId: chat.id,
        username: chat.username?.toLowerCase() ?? null,
        firstName: chat.first_name,
        lastName: chat.last_name ?? '',
        language: null,
      }
    : readPerson(from);
  return {
    kind: 'business_message',
    updateId,
    chatId: chat.id,
    from: person,
    connectionId,
    message: {
      messageId: message.message_id,
      isOwn,
      isAutomatic: message.is_from_offline === true,
      sentAt: momentOf(message.date),
      ...readContent(message),
    },
  };
}

type Content = Pick<BusinessMessage, 'type' | 'text' | 'file'>;

/** What a message holds, in our words. Kinds we have no word for are described in the text. */
function readContent(message: Message): Content {
  // As the database takes it: no NUL, no half of a surrogate pair.
  const text = (message.text ?? message.caption ?? '').replaceAll('\0', '').toWellFormed();
  const { photo, video, video_note: note, voice, audio, animation, document } = message;
  const largest = photo?.at(-1);
  if (largest) return { type: 'photo', text, file: readFile(largest, 'image/jpeg') };
  if (voice) return { type: 'voice', text, file: readFile(voice, 'audio/ogg') };
  if (note) return { type: 'video_note', text, file: readFile(note, 'video/mp4') };
  if (video) return { type: 'video', text, file: readFile(video, 'video/mp4') };
  const file = animation ?? audio ?? document;
  if (file) return { type: 'document', text, file: readFile(file, 'application/octet-stream') };
  return { type: 'text', text: text || describe(message) };
}

type AnyFile = {
  file_id: string;
  file_size?: number;
  mime_type?: string;
  file_name?: string;
  duration?: number;
  width?: number;
  height?: number;
};

function readFile(file: AnyFile, usualType: string): BusinessFile {
  return {
    fileId: file.file_id,
    mimeType: file.mime_type ?? usualType,
    size: file.file_size ?? 0,
    ...(file.file_name !== undefined && { fileName: file.file_name }),
    ...(file.duration !== undefined && { durationSeconds: file.duration }),
    ...(file.width !== undefined && { width: file.width }),
    ...(file.height !== undefined && { height: file.height }),
  };
}

function describe({ contact, location, venue, poll, dice, sticker }: Message): string {
  if (contact)
    return `[contact] ${contact.first_name} ${contact.last_name ?? ''} ${contact.phone_number}`;
  if (venue) return `[venue] ${venue.title}, ${venue.address}`;
  if (location) return `[location] ${location.latitude}, ${location.longitude}`;
  if (poll) return `[poll] ${poll.question}`;
  if (dice) return dice.emoji;
  if (sticker) return sticker.emoji ?? '[sticker]';
  return '[message]';
}
