import { z } from 'zod';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy, Message } from '../../world/messages/message.ts';
import { type Draft, sendMessage } from '../../world/messages/send-message.ts';
import type { User } from '../../world/users/user.ts';
import { flagOf, integerOf, jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { readMarkup } from './read-markup.ts';

const replySchema = z.object({
  message_id: z.number().int(),
  chat_id: z.union([z.number(), z.string()]).optional(),
  allow_sending_without_reply: z.boolean().optional(),
});

/** Everything that all sending methods take. */
type Sending = {
  chat: User;
  draft: Pick<Draft, 'markup' | 'replyTo' | 'silent' | 'guarded'>;
};

/** Reads what all sending methods take. */
export function readSending(call: BotCall): Sending {
  const { args } = call;
  const chat = findChat(call);
  return {
    chat,
    draft: {
      markup: readMarkup(args),
      replyTo: repliedTo(call, chat.id),
      silent: flagOf(args, 'disable_notification'),
      guarded: flagOf(args, 'protect_content'),
    },
  };
}

/** The message that is answered, by `reply_parameters` or the older argument. */
function repliedTo({ args, bot, world }: BotCall, chatId: number): Message | undefined {
  const reply = jsonOf(args, 'reply_parameters', replySchema, 'reply parameters');
  const messageId = reply?.message_id ?? integerOf(args, 'reply_to_message_id', 0);
  if (messageId === 0) return undefined;
  const copy = copyById(boxOf(world, bot.id), messageId);
  if (copy && copy.chatId === Number(reply?.chat_id ?? chatId)) return copy.message;
  const without = reply?.allow_sending_without_reply ?? flagOf(args, 'allow_sending_without_reply');
  if (without) return undefined;
  throw badRequest('message to be replied not found');
}

/** Sends one message within the bot's limits. */
export function send(call: BotCall, chat: User, draft: Draft): Copy {
  call.api.limits.spend(call.bot.id, chat.id, 1);
  return sendMessage(call.world, call.self, chat, draft);
}
