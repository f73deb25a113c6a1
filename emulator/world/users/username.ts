import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { User } from './user.ts';

/** 5 to 32 letters, digits and underscores, a letter first (https://telegram.org/faq#usernames). */
export function usernameIsValid(username: string): boolean {
  return /^[A-Za-z](?!.*__)[A-Za-z0-9_]{3,30}[A-Za-z0-9]$/.test(username);
}

/** Gives the user a username, or takes it away. @throws TelegramError USERNAME_OCCUPIED */
export function claimUsername(world: World, user: User, username: string | undefined): void {
  const key = username?.toLowerCase();
  const owner = key === undefined ? undefined : world.userIdsByUsername.get(key);
  if (owner !== undefined && owner !== user.id) throw new TelegramError(400, 'USERNAME_OCCUPIED');
  if (user.username !== undefined) world.userIdsByUsername.delete(user.username.toLowerCase());
  if (key !== undefined) world.userIdsByUsername.set(key, user.id);
  user.username = username;
}
