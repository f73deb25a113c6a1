import type { User } from '../../world/users/user.ts';
import { textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';

/**
 * The chat that a call is about.
 *
 * @param name  the argument that names it
 * @throws BotApiError 400 `chat_id is empty`, `chat not found` for whom the bot has never met
 */
export function findChat({ args, bot, world }: BotCall, name = 'chat_id'): User {
  const text = textOf(args, name).trim();
  if (text === '') throw badRequest(`${name} is empty`);
  const id = /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  const user = id === undefined ? undefined : world.users.get(id);
  if (!user || (user.id !== bot.id && !bot.met.has(user.id))) throw badRequest('chat not found');
  return user;
}
