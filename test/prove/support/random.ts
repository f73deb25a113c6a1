/** Chance that a printed seed brings back (mulberry32, a public-domain generator). */
export type Random = {
  seed: number;
  next(): number;
  /** A number from `least` up to `most`. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
};

/** @param seed the variable PROVE_SEED plays another one */
export function createRandom(seed = Number(process.env['PROVE_SEED'] ?? 4_711)): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    seed,
    next,
    between: (least, most) => least + next() * (most - least),
    pick(list) {
      const picked = list[Math.floor(next() * list.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
  };
}
