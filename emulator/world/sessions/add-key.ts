import { createHash } from 'node:crypto';
import type { World } from '../world.ts';
import type { AuthKey } from './auth-key.ts';

/** The id of a key (https://core.telegram.org/mtproto/description#key-identifier-auth-key-id). */
export function keyIdOf(key: Buffer): string {
  return createHash('sha1').update(key).digest().subarray(12, 20).toString('hex');
}

/** Registers a key that was agreed on or issued. */
export function addKey(
  world: World,
  key: Buffer,
  given: Pick<AuthKey, 'temporaryUntil' | 'firstSalt' | 'layer'>,
): AuthKey {
  const now = world.clock.seconds();
  const authKey: AuthKey = {
    id: keyIdOf(key),
    key,
    hash: world.random.long(),
    device: { apiId: 0, model: 'Unknown', system: 'Unknown', app: 'Unknown', language: 'en' },
    address: '127.0.0.1',
    createdAt: now,
    activeAt: now,
    ...given,
  };
  world.keys.set(authKey.id, authKey);
  return authKey;
}
