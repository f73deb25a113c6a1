import type { Mixture, Mood } from '../server/features/outreach/rehearsal/protocol.ts';

/**
 * The mood of each of so many people, spread evenly: among any few in a row the mixture is about
 * what it is among all.
 */
export function dealMoods(mixture: Mixture, people: number): Mood[] {
  const shares = Object.entries(mixture).filter(([, share]) => share > 0) as [Mood, number][];
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  const owed = new Map(shares.map(([mood]) => [mood, 0]));
  return Array.from({ length: people }, () => {
    for (const [mood, share] of shares) owed.set(mood, (owed.get(mood) ?? 0) + share / total);
    const [mood] = [...owed].reduce((most, next) => (next[1] > most[1] ? next : most));
    owed.set(mood, (owed.get(mood) ?? 0) - 1);
    return mood;
  });
}
