import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { addKey } from './add-key.ts';
import type { AuthKey } from './auth-key.ts';
import { signInKey } from './sign-in.ts';

/**
 * Makes a key that is signed in as the user from the start, as if an app had gone through the
 * exchange and the sign-in.
 *
 * @param layer  what a connection speaks that never says which layer it speaks
 */
export function issueKey(world: World, user: User, layer: number): AuthKey {
  const bytes = world.random.bytes(256);
  bytes[0] = (bytes[0] ?? 0) | 0x80; // libraries drop leading zeros
  const key = addKey(world, bytes, { layer });
  signInKey(world, key, user);
  return key;
}
