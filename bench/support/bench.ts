/** What a bench came to. */
export type Result = {
  ours: number;
  peer: number;
  /** Of `ours` and `peer`. */
  unit: string;
  /** Whether every bar was reached. */
  passed: boolean;
  /** Further figures, by name. */
  details: Record<string, unknown>;
};

/** What a bench works with: it tells how far it is, and says what must be ended. */
export type Bench = {
  say(text: string): void;
  /** Ends something when the bench is over, however it ends; the last one first. */
  atEnd(end: () => Promise<unknown>): void;
};

/** @returns the bench's tools, and what ends everything that was started; called twice, it waits */
export function createBench(): { bench: Bench; end(): Promise<void> } {
  const endings: (() => Promise<unknown>)[] = [];
  const startedAt = performance.now();
  let ended: Promise<void> | undefined;
  const endAll = async () => {
    for (let ending = endings.pop(); ending; ending = endings.pop()) {
      await ending().catch((error) => console.error(`Something did not end cleanly: ${error}`));
    }
  };
  return {
    bench: {
      say(text) {
        const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6);
        console.log(`${seconds} s  ${text}`);
      },
      atEnd: (ending) => void endings.push(ending),
    },
    end() {
      ended ??= endAll();
      return ended;
    },
  };
}

/** Two decimals, for people to read. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** @param share 0.99 for the 99th percentile */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
