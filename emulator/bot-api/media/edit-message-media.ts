import type { Message } from 'grammy/types';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { changeMessage, messageToEdit } from '../messages/edit-message.ts';
import { inputMedia, readInputMedia } from './read-input-media.ts';

/** Puts other media into a message. */
export async function editMessageMedia(call: BotCall): Promise<Message> {
  messageToEdit(call);
  const given = jsonOf(call.args, 'media', inputMedia, 'input media');
  if (!given) throw badRequest('media is empty');
  return changeMessage(call, await readInputMedia(call, given));
}
