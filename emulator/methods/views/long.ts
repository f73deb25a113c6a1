import { Long } from '@mtcute/core';

/** The wire's 64-bit number. */
export function toLong(value: bigint): Long {
  return Long.fromBits(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
}

/** The number behind the wire's, signed. */
export function fromLong(value: Long): bigint {
  return (BigInt(value.high) << 32n) | BigInt(value.low >>> 0);
}
