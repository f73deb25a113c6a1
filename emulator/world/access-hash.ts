import type { World } from './world.ts';

/** Spreads the bits of a 32-bit number over all of it (the finaliser of MurmurHash3, public domain). */
function spread(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The access hash under which `viewer` knows a user or a file. It is computed, not stored: one
 * account's hash is useless to another, and a world of any size keeps no table of them.
 *
 * @param target  a user's id, or a file's id in decimal
 * @returns a positive 63-bit number, never 0
 */
export function accessHash(world: World, viewerId: number, target: number | bigint): bigint {
  const wide = BigInt(target);
  const targetLow = Number(wide & 0xffff_ffffn);
  const targetHigh = Number((wide >> 32n) & 0xffff_ffffn);
  const viewerLow = viewerId % 0x1_0000_0000;
  const viewerHigh = Math.floor(viewerId / 0x1_0000_0000);
  const secret = world.hashSecret;

  let low = spread(secret ^ viewerLow);
  low = spread(low ^ viewerHigh);
  low = spread(low ^ targetLow);
  low = spread(low ^ targetHigh);
  let high = spread(~secret ^ targetLow);
  high = spread(high ^ low);
  high = spread(high ^ viewerLow);
  return (BigInt(high >>> 1) << 32n) | BigInt((low | 1) >>> 0);
}
