import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import { integerOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

/**
 * A message of a chat by its number in the bot's box.
 *
 * @param what  what it is wanted for, as in `message to edit not found`
 */
export function findMessage(
  { bot, world }: BotCall,
  chatId: number,
  messageId: number,
  what: string,
): Copy {
  const copy = copyById(boxOf(world, bot.id), messageId);
  if (copy?.chatId !== chatId) throw badRequest(`${what} not found`);
  return copy;
}

/** The same for the argument `message_id`. @throws BotApiError 400 also when there is none */
export function messageOf(call: BotCall, chatId: number, what: string): Copy {
  const messageId = integerOf(call.args, 'message_id', 0);
  if (messageId <= 0) throw badRequest('message identifier is not specified');
  return findMessage(call, chatId, messageId, what);
}
