import type { BotCall } from './bot-api.ts';
import { answerCallbackQuery } from './callbacks/answer-callback-query.ts';
import { getFile } from './files/get-file.ts';
import { deleteMessage, deleteMessages } from './messages/delete-messages.ts';
import {
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
} from './messages/edit-message.ts';
import { sendMessage } from './messages/send-message.ts';
import { getMe } from './profile/get-me.ts';
import { getUpdates } from './updates/get-updates.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from './updates/set-webhook.ts';

type Method = (call: BotCall) => unknown;

/** Every method that the Bot API of the box knows. */
const methods: Record<string, Method> = {
  answerCallbackQuery,
  deleteMessage,
  deleteMessages,
  deleteWebhook,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
  getFile,
  getMe,
  getUpdates,
  getWebhookInfo,
  sendMessage,
  setWebhook,
};

/** Its names are read without regard to case. */
const byLowerName = new Map(
  Object.entries(methods).map(([name, method]) => [name.toLowerCase(), { name, method }]),
);

export function findMethod(name: string): { name: string; method: Method } | undefined {
  return byLowerName.get(name.toLowerCase());
}
