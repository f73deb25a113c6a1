import type { Chat } from '../../world/chats/chat.ts';
import { findChatByUsername } from '../../world/chats/find-chat.ts';
import { memberOf } from '../../world/chats/member-of.ts';
import { isChat, type Peer } from '../../world/messages/send-to.ts';
import type { User } from '../../world/users/user.ts';
import { integerOf, textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { BotApiError, badRequest } from '../bot-api-error.ts';

/**
 * The chat that a call is about, if the bot may look into it.
 *
 * @param name  the argument that names it
 * @throws BotApiError 400 `chat_id is empty`, `chat not found` for whom the bot has never met;
 *   403 for a group that it isn't in any more
 */
export function findChat(call: BotCall, name = 'chat_id'): Peer {
  const { args, bot, world } = call;
  const text = textOf(args, name).trim();
  if (text === '') throw badRequest(`${name} is empty`);
  const chat = text.startsWith('@')
    ? findChatByUsername(world, text.slice(1))
    : world.chats.get(Number(text));
  if (chat) return checkAccess(call, chat);
  const user = /^\d{1,15}$/.test(text) ? world.users.get(Number(text)) : undefined;
  if (!user || (user.id !== bot.id && !bot.met.has(user.id))) throw badRequest('chat not found');
  return user;
}

/** The same for what there is only in groups, supergroups and channels. */
export function findGroup(call: BotCall): Chat {
  const chat = findChat(call);
  if (!isChat(chat)) throw badRequest('method is available only for groups and channels');
  return chat;
}

/** The same for what there is only in supergroups. */
export function findSupergroup(call: BotCall): Chat {
  const chat = findChat(call);
  if (!isChat(chat) || chat.kind !== 'supergroup') {
    throw badRequest('method is available only for supergroups');
  }
  return chat;
}

function checkAccess({ bot, world }: BotCall, chat: Chat): Chat {
  if (chat.migratedTo !== undefined) {
    throw new BotApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: chat.migratedTo,
    });
  }
  const member = memberOf(world, chat, bot.id);
  if (member?.present && !chat.deleted) return chat;
  const what = `${chat.kind} chat`;
  if (member?.status === 'kicked') {
    throw new BotApiError(403, `Forbidden: bot was kicked from the ${what}`);
  }
  if (chat.deleted && member) throw new BotApiError(403, `Forbidden: the ${what} was deleted`);
  if (member) throw new BotApiError(403, `Forbidden: bot is not a member of the ${what}`);
  if (chat.username === undefined || chat.deleted) throw badRequest('chat not found');
  return chat; // public ones can be looked at from outside
}

/** The user that the argument `user_id` names. @throws BotApiError 400 */
export function findUser({ args, world }: BotCall): User {
  const id = integerOf(args, 'user_id', 0);
  if (id === 0) throw badRequest('invalid user_id specified');
  const user = world.users.get(id);
  if (!user) throw badRequest('user not found');
  return user;
}
