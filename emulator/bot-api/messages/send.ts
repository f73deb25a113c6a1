import { z } from 'zod';
import { GENERAL_TOPIC } from '../../world/chats/chat.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import type { Draft } from '../../world/messages/send-message.ts';
import { isChat, type Peer, sendTo } from '../../world/messages/send-to.ts';
import { flagOf, integerOf, jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { lookUpMessage } from './find-message.ts';
import { readMarkup } from './read-markup.ts';

const replySchema = z.object({
  message_id: z.number().int(),
  chat_id: z.union([z.number(), z.string()]).optional(),
  allow_sending_without_reply: z.boolean().optional(),
});

/** A draft for a chat of any kind. */
export type ChatDraft = Draft & { topicId?: number | undefined };

/** Everything that all sending methods take. */
export type Sending = {
  chat: Peer;
  draft: Pick<ChatDraft, 'markup' | 'replyTo' | 'silent' | 'guarded' | 'topicId'>;
};

/** Reads what all sending methods take. @throws BotApiError 400, 403 */
export function readSending(call: BotCall): Sending {
  const { args } = call;
  const chat = findChat(call);
  return {
    chat,
    draft: {
      markup: readMarkup(args),
      replyTo: repliedTo(call, chat.id),
      silent: flagOf(args, 'disable_notification'),
      guarded: flagOf(args, 'protect_content') || undefined,
      topicId: topicOf(call, chat),
    },
  };
}

/** The topic that `message_thread_id` names. */
function topicOf({ args }: BotCall, chat: Peer): number | undefined {
  const topicId = integerOf(args, 'message_thread_id', 0);
  if (topicId === 0) return undefined;
  if (!isChat(chat) || !chat.forum || !chat.topics.has(topicId)) {
    throw badRequest('message thread not found');
  }
  return topicId === GENERAL_TOPIC ? undefined : topicId;
}

/** The message that is answered, by `reply_parameters` or the older argument. */
function repliedTo(call: BotCall, chatId: number): Message | undefined {
  const { args } = call;
  const reply = jsonOf(args, 'reply_parameters', replySchema, 'reply parameters');
  const messageId = reply?.message_id ?? integerOf(args, 'reply_to_message_id', 0);
  if (messageId === 0) return undefined;
  const copy = lookUpMessage(call, Number(reply?.chat_id ?? chatId), messageId);
  if (copy) return copy.message;
  const without = reply?.allow_sending_without_reply ?? flagOf(args, 'allow_sending_without_reply');
  if (without) return undefined;
  throw badRequest('message to be replied not found');
}

/** Sends one message within the bot's limits. @throws BotApiError 429, TelegramError see `sendTo` */
export function send(call: BotCall, chat: Peer, draft: ChatDraft): Copy {
  call.api.limits.spend(call.bot.id, chat.id, 1);
  return sendTo(call.world, call.self, chat, draft);
}
