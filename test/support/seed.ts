/** The same numbers from the same seed (mulberry32). */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    chance: (share: number) => next() < share,
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}

/**
 * LAW_SEED=random (or a number) plays a law test with one more seed than those that everybody plays:
 * a run that fails is repeated with the number it printed.
 */
export function seedOfTheDay(): { seed: number; least: number }[] {
  const given = process.env['LAW_SEED'];
  if (!given) return [];
  const seed = given === 'random' ? Date.now() % 100_000 : Number(given);
  // Chance may stop everybody early: only of the known seeds it is known that much is sent.
  return [{ seed, least: 0 }];
}
