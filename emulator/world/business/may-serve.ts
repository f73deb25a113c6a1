import { boxOf } from '../messages/box-of.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { SERVICE_USER_ID } from '../users/user.ts';
import type { World } from '../world.ts';
import type { BusinessConnection, BusinessRight } from './connection.ts';

/** A bot may write into chats that somebody wrote into within this time, in seconds. */
const OPEN_FOR = 24 * 60 * 60;

/** Whether a connection covers the account's chat with somebody: people's chats, but not all. */
export function covers(world: World, connection: BusinessConnection, chatId: number): boolean {
  if (!connection.enabled || chatId === connection.userId || chatId === SERVICE_USER_ID) {
    return false;
  }
  const other = world.users.get(chatId);
  return other !== undefined && !other.bot && !connection.excluded.has(chatId);
}

/** A connection in force of this bot's. @throws TelegramError BUSINESS_CONNECTION_INVALID */
export function requireConnection(world: World, botId: number, id: string): BusinessConnection {
  const connection = world.businessConnections.get(id);
  if (connection?.botId !== botId || !connection.enabled) {
    throw new TelegramError(400, 'BUSINESS_CONNECTION_INVALID');
  }
  return connection;
}

/** @throws TelegramError BOT_ACCESS_FORBIDDEN */
export function requireBusinessRight(connection: BusinessConnection, right: BusinessRight): void {
  if (!connection.rights[right]) throw new TelegramError(400, 'BOT_ACCESS_FORBIDDEN');
}

/**
 * Lets the bot write into a chat of the account, or says why not.
 *
 * @throws TelegramError BOT_ACCESS_FORBIDDEN, BUSINESS_PEER_INVALID, BUSINESS_PEER_USAGE_MISSING
 */
export function requireOpenChat(world: World, connection: BusinessConnection, other: User): void {
  requireBusinessRight(connection, 'reply');
  if (!covers(world, connection, other.id)) throw new TelegramError(400, 'BUSINESS_PEER_INVALID');
  const box = boxOf(world, connection.userId);
  const ids = box.dialogs.get(other.id)?.ids ?? [];
  const lastIncoming = ids.findLast((id) => box.copies[id - 1]?.out === false);
  const date = box.copies[(lastIncoming ?? 0) - 1]?.message.date;
  if (date === undefined || world.clock.seconds() - date > OPEN_FOR) {
    throw new TelegramError(400, 'BUSINESS_PEER_USAGE_MISSING');
  }
}
