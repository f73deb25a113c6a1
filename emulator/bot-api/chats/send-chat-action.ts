import { requireBusinessRight } from '../../world/business/may-serve.ts';
import { isChat } from '../../world/messages/send-to.ts';
import type { TypingAction } from '../../world/messages/typing.ts';
import { announce } from '../../world/world.ts';
import { integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findPlace } from '../business/find-place.ts';

const actions: Record<string, TypingAction> = {
  typing: 'typing',
  upload_photo: 'uploading photo',
  record_video: 'uploading video',
  upload_video: 'uploading video',
  record_voice: 'recording voice',
  upload_voice: 'recording voice',
  upload_document: 'uploading document',
  choose_sticker: 'typing',
  find_location: 'typing',
  record_video_note: 'recording round video',
  upload_video_note: 'recording round video',
};

/** Shows that the bot is at work. */
export function sendChatAction(call: BotCall): true {
  const { args, world } = call;
  const { author, chat, connection } = findPlace(call);
  if (connection) requireBusinessRight(connection, 'reply');
  const action = actions[textOf(args, 'action').toLowerCase()];
  if (!action) throw badRequest('wrong parameter action in request');
  if (isChat(chat)) {
    const topicId = integerOf(args, 'message_thread_id', 0) || undefined;
    announce(world, { kind: 'chatTyping', chatId: chat.id, fromId: author.id, topicId, action });
  } else if (!chat.blocked.has(author.id)) {
    announce(world, { kind: 'typing', viewerId: chat.id, fromId: author.id, action });
  }
  return true;
}
