import type { Message } from 'grammy/types';
import { editMessage } from '../../world/messages/edit-message.ts';
import type { Copy, Media } from '../../world/messages/message.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
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
  return messageOf(call, findChat(call).id, 'message to edit');
}

/** Changes a message within the bot's limits. */
export function changeMessage(
  call: BotCall,
  content: Pick<Copy['message'], 'text' | 'entities'> & { media?: Media },
): Message {
  const { api, bot, self, world } = call;
  const copy = messageToEdit(call);
  const markup = readMarkup(call.args);
  if (markup && markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  api.limits.spend(bot.id, copy.chatId, 1);
  const change = { ...content, media: content.media ?? copy.message.media, markup };
  return messageJson(world, editMessage(world, self, copy.chatId, copy.id, change), bot.id);
}
