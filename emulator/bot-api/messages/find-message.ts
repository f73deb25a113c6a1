import { boxWith } from '../../world/chats/channel-box.ts';
import { copyById } from '../../world/messages/box.ts';
import type { Copy } from '../../world/messages/message.ts';
import type { Peer } from '../../world/messages/send-to.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { integerOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

/** In whose eyes, and in which chat, a message is looked for. */
type Where = { readonly chat: Peer; readonly author: User };

/** A message by its number: the author's own one, in a channel or supergroup the chat's. */
export function lookUpMessage(
  world: World,
  { author, chat }: Where,
  messageId: number,
): Copy | undefined {
  const copy = copyById(boxWith(world, author.id, chat.id), messageId);
  return copy?.chatId === chat.id ? copy : undefined;
}

/**
 * The message that the argument `message_id` names.
 *
 * @param what  what it is wanted for, as in `message to edit not found`
 * @throws BotApiError 400 when there is none
 */
export function messageOf({ args, world }: BotCall, where: Where, what: string): Copy {
  const messageId = integerOf(args, 'message_id', 0);
  if (messageId <= 0) throw badRequest('message identifier is not specified');
  const copy = lookUpMessage(world, where, messageId);
  if (!copy) throw badRequest(`${what} not found`);
  return copy;
}
