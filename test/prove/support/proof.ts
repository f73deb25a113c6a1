import type { Random } from './random.ts';

/** What a proof works with; whatever it opens it hands to `defer`, to be ended in any case. */
export type Stage = {
  random: Random;
  /** A folder of the proof's own, removed afterwards. */
  folder: string;
  defer(end: () => Promise<void> | void): void;
  /** Tells of the progress. */
  say(text: string): void;
};

/** What came of it: what was shown with its figures, and everything that was not as it should be. */
export type Verdict = { shown: string; wrongs: string[] };

export type Proof = {
  name: string;
  run(stage: Stage): Promise<Verdict>;
};

/** The first few of many, for a line of text. */
export function some(list: readonly unknown[], most = 5): string {
  const shown = list.slice(0, most).map(String).join(', ');
  return list.length > most ? `${shown} … (${list.length})` : shown;
}
