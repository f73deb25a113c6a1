import type { BusinessConnection as ConnectionJson } from 'grammy/types';
import { covers, requireBusinessRight, requireConnection } from '../../world/business/may-serve.ts';
import { copyById } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import { deleteMessages } from '../../world/messages/delete-messages.ts';
import { readHistory } from '../../world/messages/read-history.ts';
import { textOf } from '../arguments.ts';
import type { BotCall } from '../bot-api.ts';
import { badRequest } from '../bot-api-error.ts';
import { messageIds } from '../messages/delete-messages.ts';
import { messageOf } from '../messages/find-message.ts';
import { connectionJson } from '../views/business-json.ts';
import { findPlace } from './find-place.ts';

const MOST_DELETED = 100;

/** The connection, in force or not (https://core.telegram.org/bots/api#getbusinessconnection). */
export function getBusinessConnection({ args, bot, world }: BotCall): ConnectionJson {
  const id = textOf(args, 'business_connection_id');
  const connection = world.businessConnections.get(id);
  if (connection?.botId !== bot.id) throw badRequest('business connection not found');
  return connectionJson(world, connection);
}

/** Marks a chat of the account as read up to a message. */
export function readBusinessMessage(call: BotCall): true {
  const { world } = call;
  const place = findPlace(call);
  const { chat, connection } = place;
  if (!connection) throw badRequest('business connection not found');
  requireBusinessRight(connection, 'readMessages');
  if (!covers(world, connection, chat.id)) throw badRequest('BUSINESS_PEER_INVALID');
  const copy = messageOf(call, place, 'message to read');
  readHistory(world, connection.userId, chat.id, copy.id);
  return true;
}

/** Deletes messages of one of the account's chats, for both sides. */
export function deleteBusinessMessages(call: BotCall): true {
  const { args, bot, world } = call;
  const connection = requireConnection(world, bot.id, textOf(args, 'business_connection_id'));
  const box = boxOf(world, connection.userId);
  const copies = messageIds(call, MOST_DELETED).flatMap((id) => copyById(box, id) ?? []);
  if (new Set(copies.map(({ chatId }) => chatId)).size > 1) {
    throw badRequest('messages must be from the same chat');
  }
  for (const { chatId, message, out } of copies) {
    if (!covers(world, connection, chatId)) throw badRequest('BUSINESS_PEER_INVALID');
    const own = message.businessBotId === bot.id;
    if (connection.rights.deleteReceivedMessages || (own && connection.rights.reply)) continue;
    requireBusinessRight(connection, out ? 'deleteSentMessages' : 'deleteReceivedMessages');
  }
  const ids = copies.map(({ id }) => id);
  deleteMessages(world, connection.userId, ids, true);
  return true;
}
