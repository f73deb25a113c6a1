import { hash } from 'node:crypto';
import type { AuthKey } from '../world/sessions/auth-key.ts';

/**
 * Server salts (https://core.telegram.org/mtproto/service_messages#server-salt): a number that
 * every message must carry, another one each half hour, overlapping by half an hour. They follow
 * from the key, so nothing is kept.
 */
const WINDOW_SECONDS = 1800;

/** How long each of them is good for. */
export const SALT_SECONDS = 2 * WINDOW_SECONDS;

export type FutureSalt = { validSince: number; validUntil: number; salt: bigint };

const nowSeconds = () => Math.floor(Date.now() / 1000);

function saltOf(key: Buffer, window: number): bigint {
  const number = Buffer.alloc(8);
  number.writeBigUInt64LE(BigInt(window));
  return hash('sha256', Buffer.concat([key, number]), 'buffer').readBigInt64LE(0);
}

/** The salt of this moment. */
export function currentSalt(key: Buffer): bigint {
  return saltOf(key, Math.floor(nowSeconds() / WINDOW_SECONDS));
}

/** Whether a message may carry this salt. */
export function isValidSalt({ key, firstSalt }: AuthKey, salt: bigint): boolean {
  if (firstSalt?.salt === salt && nowSeconds() < firstSalt.until) return true;
  const window = Math.floor(nowSeconds() / WINDOW_SECONDS);
  return salt === saltOf(key, window) || salt === saltOf(key, window - 1);
}

/** This salt and the next ones, 2 to 64 of them. */
export function futureSalts(key: Buffer, wanted: number): FutureSalt[] {
  const count = Math.min(64, Math.max(2, wanted));
  const first = Math.floor(nowSeconds() / WINDOW_SECONDS);
  return Array.from({ length: count }, (_, i) => ({
    validSince: (first + i) * WINDOW_SECONDS,
    validUntil: (first + i + 2) * WINDOW_SECONDS,
    salt: saltOf(key, first + i),
  }));
}
