import type { World } from '../world.ts';

/** 5 to 32 letters, digits and underscores, a letter first (https://telegram.org/faq#usernames). */
export function usernameIsValid(username: string): boolean {
  return /^[A-Za-z](?!.*__)[A-Za-z0-9_]{3,30}[A-Za-z0-9]$/.test(username);
}

/** Gives a user or a chat a username that is free, or takes it away. */
export function claimUsername(
  world: World,
  owner: { readonly id: number; username?: string | undefined },
  username: string | undefined,
): void {
  if (owner.username !== undefined) world.userIdsByUsername.delete(owner.username.toLowerCase());
  if (username !== undefined) world.userIdsByUsername.set(username.toLowerCase(), owner.id);
  owner.username = username;
}
