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
