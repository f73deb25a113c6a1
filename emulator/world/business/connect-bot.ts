import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { BusinessConnection, BusinessRights } from './connection.ts';

/**
 * Connects a bot to an account, or changes what it may do. An account has one such bot.
 *
 * @throws TelegramError PREMIUM_ACCOUNT_REQUIRED, BOT_BUSINESS_MISSING
 */
export function connectBot(
  world: World,
  user: User,
  botId: number,
  rights: BusinessRights,
  excluded: readonly number[] = [],
): BusinessConnection {
  if (!user.premium) throw new TelegramError(403, 'PREMIUM_ACCOUNT_REQUIRED');
  const bot = world.bots.get(botId);
  if (!bot?.servesBusiness) throw new TelegramError(400, 'BOT_BUSINESS_MISSING');
  const present = connectionOf(world, user.id);
  if (present && present.botId !== botId) disconnectBot(world, user.id);
  const connection = present?.botId === botId ? present : newConnection(world, user.id, botId);
  connection.rights = rights;
  connection.excluded = new Set(excluded);
  bot.met.add(user.id);
  tell(world, connection);
  return connection;
}

function newConnection(world: World, userId: number, botId: number): BusinessConnection {
  const connection: BusinessConnection = {
    id: world.random.bytes(16).toString('base64url'),
    userId,
    botId,
    date: world.clock.seconds(),
    rights: {},
    excluded: new Set(),
    enabled: true,
  };
  world.businessConnections.set(connection.id, connection);
  world.connectionIdsByUser.set(userId, connection.id);
  return connection;
}

/** Ends an account's connection. @returns false when there is none */
export function disconnectBot(world: World, userId: number): boolean {
  const connection = connectionOf(world, userId);
  if (!connection) return false;
  connection.enabled = false;
  world.connectionIdsByUser.delete(userId);
  tell(world, connection);
  return true;
}

/** An account's connection, if one is in force. */
export function connectionOf(world: World, userId: number): BusinessConnection | undefined {
  const id = world.connectionIdsByUser.get(userId);
  return id === undefined ? undefined : world.businessConnections.get(id);
}

function tell(world: World, connection: BusinessConnection): void {
  const news = { kind: 'business', connection } as const;
  announce(world, { kind: 'bot', botId: connection.botId, news });
}
