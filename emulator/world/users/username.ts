import type { World } from '../world.ts';
import type { User } from './user.ts';

/** 5 to 32 letters, digits and underscores, a letter first (https://telegram.org/faq#usernames). */
export function usernameIsValid(username: string): boolean {
  return /^[A-Za-z](?!.*__)[A-Za-z0-9_]{3,30}[A-Za-z0-9]$/.test(username);
}

/** Gives the user a username that is free, or takes it away. */
export function claimUsername(world: World, user: User, username: string | undefined): void {
  if (user.username !== undefined) world.userIdsByUsername.delete(user.username.toLowerCase());
  if (username !== undefined) world.userIdsByUsername.set(username.toLowerCase(), user.id);
  user.username = username;
}
