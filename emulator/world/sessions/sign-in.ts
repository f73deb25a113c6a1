import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { AuthKey, KeyEnd } from './auth-key.ts';

/** Makes the key the user's: what is sent with it is the user's doing from now on. */
export function signInKey(world: World, key: AuthKey, user: User): void {
  leaveUser(world, key);
  key.userId = user.id;
  key.ended = undefined;
  key.awaitingPassword = undefined;
  key.activeAt = world.clock.seconds();
  const keys = world.keysByUser.get(user.id);
  if (keys) keys.add(key);
  else world.keysByUser.set(user.id, new Set([key]));
}

/** Ends a key's authorization; `end` decides what its next call is answered with. */
export function endKey(world: World, key: AuthKey, end: KeyEnd): void {
  leaveUser(world, key);
  key.ended = end;
  announce(world, { kind: 'key', keyId: key.id });
}

function leaveUser(world: World, key: AuthKey): void {
  if (key.userId === undefined) return;
  world.keysByUser.get(key.userId)?.delete(key);
  key.userId = undefined;
}

/** The keys that are signed in as the user. */
export function keysOf(world: World, userId: number): AuthKey[] {
  return [...(world.keysByUser.get(userId) ?? [])];
}

/** The key that holds the authorization: the permanent one behind a temporary one. */
export function authorizationOf(world: World, key: AuthKey): AuthKey | undefined {
  if (key.temporaryUntil === undefined) return key;
  return key.boundTo === undefined ? undefined : world.keys.get(key.boundTo);
}
