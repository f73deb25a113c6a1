import type { BusinessConnection } from '../../world/business/connection.ts';
import { requireConnection } from '../../world/business/may-serve.ts';
import type { Peer } from '../../world/messages/send-to.ts';
import { getUser } from '../../world/users/find-user.ts';
import type { User } from '../../world/users/user.ts';
import { textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';

/** Where a call takes effect: the chat, and in whose name the bot acts there. */
export type Place = {
  readonly chat: Peer;
  readonly author: User;
  /** The account that the bot acts for, when it isn't itself. */
  readonly connection: BusinessConnection | undefined;
};

/**
 * The place that a call names by `chat_id`, with `business_connection_id` in another's name.
 *
 * @throws BotApiError, TelegramError see `findChat` and `requireConnection`
 */
export function findPlace(call: BotCall): Place {
  const { args, bot, self, world } = call;
  const id = textOf(args, 'business_connection_id');
  if (id === '') return { chat: findChat(call), author: self, connection: undefined };
  const connection = requireConnection(world, bot.id, id);
  const chat = world.users.get(Number(textOf(args, 'chat_id')));
  if (!chat) throw badRequest('chat not found');
  return { chat, author: getUser(world, connection.userId), connection };
}
