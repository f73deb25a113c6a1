import type { Message as MessageJson } from 'grammy/types';
import { z } from 'zod';
import { requireOpenChat } from '../../world/business/may-serve.ts';
import { GENERAL_TOPIC } from '../../world/chats/chat.ts';
import type { Message } from '../../world/messages/message.ts';
import type { Draft } from '../../world/messages/send-message.ts';
import { isChat, type Peer, sendTo } from '../../world/messages/send-to.ts';
import { flagOf, integerOf, jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findPlace, type Place } from '../business/find-place.ts';
import { messageJson } from '../views/message-json.ts';
import { lookUpMessage } from './find-message.ts';
import { readMarkup } from './read-markup.ts';

const replySchema = z.object({
  message_id: z.number().int(),
  chat_id: z.union([z.number(), z.string()]).optional(),
  allow_sending_without_reply: z.boolean().optional(),
});

/** A message without what all sending methods take. */
type Content = Pick<Draft, 'text' | 'entities' | 'media' | 'forwarded' | 'groupedId'>;

/** What all sending methods take: where to, and how. */
export type Sending = Place & {
  readonly how: Omit<Draft, 'text'> & { topicId?: number | undefined };
};

/** Reads what all sending methods take. @throws BotApiError, TelegramError */
export function readSending(call: BotCall): Sending {
  const { args, bot, world } = call;
  const place = findPlace(call);
  const { chat, connection } = place;
  if (connection && !isChat(chat)) requireOpenChat(world, connection, chat);
  return {
    ...place,
    how: {
      markup: readMarkup(args),
      replyTo: repliedTo(call, place),
      silent: flagOf(args, 'disable_notification'),
      guarded: flagOf(args, 'protect_content') || undefined,
      topicId: topicOf(call, chat),
      businessBotId: connection && bot.id,
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
function repliedTo({ args, world }: BotCall, place: Place): Message | undefined {
  const reply = jsonOf(args, 'reply_parameters', replySchema, 'reply parameters');
  const messageId = reply?.message_id ?? integerOf(args, 'reply_to_message_id', 0);
  if (messageId === 0) return undefined;
  const here = reply?.chat_id === undefined || Number(reply.chat_id) === place.chat.id;
  const copy = here ? lookUpMessage(world, place, messageId) : undefined;
  if (copy) return copy.message;
  const without = reply?.allow_sending_without_reply ?? flagOf(args, 'allow_sending_without_reply');
  if (without) return undefined;
  throw badRequest('message to be replied not found');
}

/** Sends one message within the bot's limits. @throws BotApiError 429, TelegramError see `sendTo` */
export function send(call: BotCall, sending: Sending, content: Content): MessageJson {
  call.api.limits.spend(call.bot.id, sending.chat.id, 1);
  return deliver(call, sending, content);
}

/** Sends what was counted already. */
export function deliver(call: BotCall, sending: Sending, content: Content): MessageJson {
  const { bot, world } = call;
  const { author, chat, connection, how } = sending;
  const copy = sendTo(world, author, chat, { ...how, ...content });
  return messageJson(world, copy, bot.id, connection);
}
