import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { User } from './user.ts';
import { usernameIsValid } from './username.ts';

/** @throws TelegramError USER_ID_INVALID when the world has no such user */
export function getUser(world: World, id: number): User {
  const user = world.users.get(id);
  if (!user) throw new TelegramError(400, 'USER_ID_INVALID');
  return user;
}

/** The user of that name; chats are found by `findChatByUsername`. @throws TelegramError USERNAME_INVALID or USERNAME_NOT_OCCUPIED */
export function findByUsername(world: World, username: string): User {
  if (!usernameIsValid(username)) throw new TelegramError(400, 'USERNAME_INVALID');
  const id = world.userIdsByUsername.get(username.toLowerCase());
  if (id === undefined || id < 0) throw new TelegramError(400, 'USERNAME_NOT_OCCUPIED');
  return getUser(world, id);
}

/** The user with this number (digits only), if `viewer` may find them by it. */
export function findByPhone(world: World, viewer: User, phone: string): User | undefined {
  const id = world.userIdsByPhone.get(phone);
  const user = id === undefined ? undefined : world.users.get(id);
  if (!user || user.deleted || user.banned) return undefined;
  if (user.id === viewer.id || user.privacy.findByPhone === 'everyone') return user;
  return user.contacts.has(viewer.id) ? user : undefined;
}
