import type { Message } from 'grammy/types';
import { editMessage } from '../../world/messages/edit-message.ts';
import type { Copy } from '../../world/messages/message.ts';
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
  return edit(call, readText(call.args, 'text'));
}

/** The same for a caption. */
export function editMessageCaption(call: BotCall): Message {
  const { message } = messageToEdit(call);
  if (!message.media) throw badRequest('there is no caption in the message to edit');
  return edit(call, readText(call.args, 'caption'));
}

/** Changes the buttons only. */
export function editMessageReplyMarkup(call: BotCall): Message {
  const { message } = messageToEdit(call);
  return edit(call, { text: message.text, entities: message.entities });
}

function messageToEdit(call: BotCall): Copy {
  return messageOf(call, findChat(call).id, 'message to edit');
}

function edit(call: BotCall, content: Pick<Copy['message'], 'text' | 'entities'>): Message {
  const copy = messageToEdit(call);
  if (!copy.out) throw badRequest("message can't be edited");
  const markup = readMarkup(call.args);
  if (markup && markup.kind !== 'inline') throw badRequest('inline keyboard expected');
  call.api.limits.spend(call.bot.id, copy.chatId, 1);
  const change = { ...content, media: copy.message.media, markup };
  return messageJson(call.world, editMessage(call.world, call.self, copy.id, change));
}
