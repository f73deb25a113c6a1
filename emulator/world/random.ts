/**
 * A seeded source of everything in the world that looks like chance: ids, hashes, codes, keys,
 * choices and delays. Two worlds with the same seed that see the same calls are the same.
 */
export type Random = {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  /** A number in [from, to]. */
  between(from: number, to: number): number;
  /** One of the items; the list must not be empty. */
  pick<T>(items: readonly T[]): T;
  bytes(length: number): Buffer;
  /** A positive 63-bit number. */
  long(): bigint;
};

/** Turns any text into 128 bits of state, so that similar seeds give unrelated worlds. */
function stateFrom(seed: string): [number, number, number, number] {
  const state: [number, number, number, number] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0xdeadbeef];
  for (let i = 0; i < seed.length; i++) {
    const at = i & 3;
    state[at] = Math.imul((state[at] ?? 0) ^ seed.charCodeAt(i), 0x01000193);
  }
  return state;
}

/** Makes the generator (the public-domain "small fast counter" generator, sfc32). */
export function createRandom(seed: string): Random {
  let [a, b, c, counter] = stateFrom(seed);

  function uint32(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  for (let i = 0; i < 16; i++) uint32();

  const next = () => uint32() / 0x1_0000_0000;
  return {
    next,
    int: (below) => Math.floor(next() * below),
    between: (from, to) => from + next() * (to - from),
    pick(items) {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from: the list is empty');
      return item;
    },
    bytes(length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let i = 0; i < length; i++) bytes[i] = uint32() & 0xff;
      return bytes;
    },
    long: () => (BigInt(uint32() >>> 1) << 32n) | BigInt(uint32()),
  };
}
