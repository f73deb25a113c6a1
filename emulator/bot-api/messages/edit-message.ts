import type { Message } from 'grammy/types';
import { requireBusinessRight } from '../../world/business/may-serve.ts';
import { editMessage } from '../../world/messages/edit-message.ts';
import type { Copy, Media } from '../../world/messages/message.ts';
import { integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findPlace } from '../business/find-place.ts';
import { readText } from '../text/read-text.ts';
import { messageJson } from '../views/message-json.ts';
import { messageOf } from './find-message.ts';
import { readMarkup } from './read-markup.ts';

/** Changes a text; buttons that are not given again are taken away. */
export function editMessageText(call: BotCall): Message {
  const { message } = messageToEdit(call);
  if (message.media) throw badRequest('there is no text in the message to edit');
  return changeMessage(call, readText(call.args, 'text'));
}

/** The same for a caption. */
export function editMessageCaption(call: BotCall): Message {
  const { message } = messageToEdit(call);
  if (!message.media) throw badRequest('there is no caption in the message to edit');
  return changeMessage(call, readText(call.args, 'caption'));
}

/** Changes the buttons only. */
export function editMessageReplyMarkup(call: BotCall): Message {
  const { message } = messageToEdit(call);
  return changeMessage(call, { text: message.text, entities: message.entities });
}

/** The message that is to be changed. @throws BotApiError 400 `message to edit not found` */
export function messageToEdit(call: BotCall): Copy {
  const inline = textOf(call.args, 'inline_message_id') !== '';
  if (inline && integerOf(call.args, 'message_id', 0) === 0) {
    throw badRequest('MESSAGE_ID_INVALID'); // the box has no inline messages
  }
  return messageOf(call, findPlace(call), 'message to edit');
}

/** Changes a message within the bot's limits. */
export function changeMessage(
  call: BotCall,
  content: Pick<Copy['message'], 'text' | 'entities'> & { media?: Media },
): Message {
  const { api, bot, world } = call;
  const { author, chat, connection } = findPlace(call);
  const { id, message } = messageToEdit(call);
  if (connection) {
    requireBusinessRight(connection, 'reply');
    if (message.businessBotId !== bot.id) throw badRequest("message can't be edited");
  }
  const markup = readMarkup(call.args);
  if (markup && markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  api.limits.spend(bot.id, chat.id, 1);
  const change = { ...content, media: content.media ?? message.media, markup };
  const copy = editMessage(world, author, chat.id, id, change);
  return messageJson(world, copy, bot.id, connection);
}
