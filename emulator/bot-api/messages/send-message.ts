import type { Message } from 'grammy/types';
import type { BotCall } from '../bot-api.ts';
import { readText } from '../text/read-text.ts';
import { messageJson } from '../views/message-json.ts';
import { readSending, send } from './send.ts';

/** Sends a text (https://core.telegram.org/bots/api#sendmessage). */
export function sendMessage(call: BotCall): Message {
  const { chat, draft } = readSending(call);
  const copy = send(call, chat, { ...draft, ...readText(call.args, 'text') });
  return messageJson(call.world, copy);
}
