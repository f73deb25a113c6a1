import type { Message } from 'grammy/types';
import type { BotCall } from '../bot-api.ts';
import { readText } from '../text/read-text.ts';
import { readSending, send } from './send.ts';

/** Sends a text (https://core.telegram.org/bots/api#sendmessage). */
export function sendMessage(call: BotCall): Message {
  return send(call, readSending(call), readText(call.args, 'text'));
}
