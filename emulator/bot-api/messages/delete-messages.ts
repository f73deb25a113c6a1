import { z } from 'zod';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { deleteMessages as deleteInWorld } from '../../world/messages/delete-messages.ts';
import type { Copy } from '../../world/messages/message.ts';
import { jsonOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { findChat } from '../chats/find-chat.ts';
import { messageOf } from './find-message.ts';

/** How long a bot may delete a message after it was sent, in seconds. */
const DELETE_TIME = 48 * 60 * 60;
const MOST_DELETED = 100;

/** Deletes a message of a private chat for both sides. */
export function deleteMessage(call: BotCall): true {
  const copy = messageOf(call, findChat(call).id, 'message to delete');
  if (isOld(call, copy)) throw badRequest("message can't be deleted for everyone");
  deleteInWorld(call.world, call.bot.id, [copy.id], true);
  return true;
}

/** The same for many; those that cannot be deleted are passed over. */
export function deleteMessages(call: BotCall): true {
  const chat = findChat(call);
  const ids = messageIds(call, MOST_DELETED);
  const box = boxOf(call.world, call.bot.id);
  const found = ids.filter((id) => {
    const copy = copyById(box, id);
    return copy?.chatId === chat.id && !isOld(call, copy);
  });
  deleteInWorld(call.world, call.bot.id, found, true);
  return true;
}

function isOld({ world }: BotCall, copy: Copy): boolean {
  return world.clock.seconds() - copy.message.date > DELETE_TIME;
}

/** The argument `message_ids`. @throws BotApiError 400 when there are none or too many */
export function messageIds({ args }: BotCall, most: number): number[] {
  const ids = jsonOf(args, 'message_ids', z.array(z.number().int()), 'message identifiers');
  if (!ids || ids.length === 0) throw badRequest('message identifiers are not specified');
  if (ids.length > most) throw badRequest('too many message identifiers specified');
  return ids;
}
