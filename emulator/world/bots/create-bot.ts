import { TelegramError } from '../telegram-error.ts';
import { createUser } from '../users/create-user.ts';
import type { World } from '../world.ts';
import type { Bot } from './bot.ts';

export type NewBot = {
  id?: number | undefined;
  firstName: string;
  username: string;
  joinsGroups?: boolean | undefined;
  readsAll?: boolean | undefined;
  servesBusiness?: boolean | undefined;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const SECRET_LENGTH = 33;

/**
 * Adds a bot to the world and gives it a token.
 *
 * @throws TelegramError USERNAME_INVALID when the name doesn't end in `bot`, and those of `createUser`
 */
export function createBot(world: World, wanted: NewBot): Bot {
  if (!/bot$/i.test(wanted.username)) throw new TelegramError(400, 'USERNAME_INVALID');
  const user = createUser(world, {
    id: wanted.id,
    firstName: wanted.firstName,
    username: wanted.username,
    bot: true,
  });
  const secret = Array.from({ length: SECRET_LENGTH }, () => world.random.pick([...ALPHABET]));
  const bot: Bot = {
    id: user.id,
    token: `${user.id}:AA${secret.join('')}`,
    joinsGroups: wanted.joinsGroups ?? true,
    readsAll: wanted.readsAll ?? false,
    servesBusiness: wanted.servesBusiness ?? true,
    commands: new Map(),
    names: new Map(),
    descriptions: new Map(),
    shortDescriptions: new Map(),
    menuButtons: new Map(),
    met: new Set(),
  };
  world.bots.set(bot.id, bot);
  return bot;
}
