import { boxWith } from '../../world/chats/channel-box.ts';
import { copyById } from '../../world/messages/box.ts';
import type { Copy } from '../../world/messages/message.ts';
import { integerOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

/** A message of a chat by its number: the bot's own one, in a channel or supergroup the chat's. */
export function lookUpMessage(
  { bot, world }: BotCall,
  chatId: number,
  messageId: number,
): Copy | undefined {
  const copy = copyById(boxWith(world, bot.id, chatId), messageId);
  return copy?.chatId === chatId ? copy : undefined;
}

/**
 * The same, or a refusal.
 *
 * @param what  what it is wanted for, as in `message to edit not found`
 */
export function findMessage(call: BotCall, chatId: number, messageId: number, what: string): Copy {
  const copy = lookUpMessage(call, chatId, messageId);
  if (!copy) throw badRequest(`${what} not found`);
  return copy;
}

/** The same for the argument `message_id`. @throws BotApiError 400 also when there is none */
export function messageOf(call: BotCall, chatId: number, what: string): Copy {
  const messageId = integerOf(call.args, 'message_id', 0);
  if (messageId <= 0) throw badRequest('message identifier is not specified');
  return findMessage(call, chatId, messageId, what);
}
