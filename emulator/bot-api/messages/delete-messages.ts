import { z } from 'zod';
import { deletePosts } from '../../world/chats/delete-posts.ts';
import { deleteMessages as deleteInWorld } from '../../world/messages/delete-messages.ts';
import type { Copy } from '../../world/messages/message.ts';
import { isChat, type Peer } from '../../world/messages/send-to.ts';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { lookUpMessage, messageOf } from './find-message.ts';

/** How long a bot may delete a message of a private chat after it was sent, in seconds. */
const DELETE_TIME = 48 * 60 * 60;
const MOST_DELETED = 100;

/** Deletes a message for everyone. */
export function deleteMessage(call: BotCall): true {
  const chat = findChat(call);
  const copy = messageOf(call, { chat, author: call.self }, 'message to delete');
  if (isOld(call, chat, copy)) throw badRequest("message can't be deleted for everyone");
  remove(call, chat, [copy.id]);
  return true;
}

/** The same for many; those that cannot be deleted are passed over. */
export function deleteMessages(call: BotCall): true {
  const chat = findChat(call);
  const found = messageIds(call, MOST_DELETED).filter((id) => {
    const copy = lookUpMessage(call.world, { chat, author: call.self }, id);
    return copy !== undefined && !isOld(call, chat, copy);
  });
  remove(call, chat, found);
  return true;
}

function remove({ bot, self, world }: BotCall, chat: Peer, ids: number[]): void {
  if (isChat(chat) && chat.kind !== 'group') deletePosts(world, self, chat, ids);
  else deleteInWorld(world, bot.id, ids, true);
}

function isOld({ world }: BotCall, chat: Peer, { message }: Copy): boolean {
  return !isChat(chat) && world.clock.seconds() - message.date > DELETE_TIME;
}

/** The argument `message_ids`. @throws BotApiError 400 when there are none or too many */
export function messageIds({ args }: BotCall, most: number): number[] {
  const ids = jsonOf(args, 'message_ids', z.array(z.number().int()), 'message identifiers');
  if (!ids || ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > most) throw badRequest('too many message identifiers specified');
  return ids;
}
