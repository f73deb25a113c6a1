import type { ChatMember } from 'grammy/types';
import { leaveChat as leaveInWorld } from '../../world/chats/leave-chat.ts';
import { isAdmin, memberOf, presentMembers } from '../../world/chats/member-of.ts';
import { isChat } from '../../world/messages/send-to.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { memberJson } from '../views/member-json.ts';
import { userJson } from '../views/user-json.ts';
import { findChat, findGroup, findUser } from './find-chat.ts';

/** Somebody's place in a chat; whoever the bot has never met isn't found in it. */
export function getChatMember(call: BotCall): ChatMember {
  const { world } = call;
  const chat = findChat(call);
  const user = findUser(call);
  if (!isChat(chat)) return { status: 'member', user: userJson(user) };
  const member = memberOf(world, chat, user.id);
  if (!member && chat.kind === 'group') throw badRequest('PARTICIPANT_ID_INVALID');
  return memberJson(world, chat, user.id, member);
}

/** Who administers the chat, other bots left out. */
export function getChatAdministrators(call: BotCall): ChatMember[] {
  const { bot, world } = call;
  const chat = findChat(call);
  if (!isChat(chat)) throw badRequest('there are no administrators in the private chat');
  return [...presentMembers(world, chat)]
    .filter(({ userId }) => isAdmin(world, chat, userId))
    .filter(({ userId }) => userId === bot.id || !world.users.get(userId)?.bot)
    .map((member) => memberJson(world, chat, member.userId, member));
}

export function getChatMemberCount(call: BotCall): number {
  const chat = findChat(call);
  return isChat(chat) ? chat.memberCount : 2;
}

export function leaveChat(call: BotCall): true {
  leaveInWorld(call.world, call.bot.id, findGroup(call));
  return true;
}
