import type { Database } from './db/database.ts';

export type Wait<T> = {
  /** NOTIFY channel that announces a change. */
  channel: string;
  /** Whether an announcement may be about what is waited for. */
  concerns: (payload: string) => boolean;
  /** Looks whether it has come; undefined: not yet. */
  check: () => Promise<T | undefined>;
  /** Real milliseconds. */
  timeoutMs: number;
};

/** Should an announcement get lost, it is looked for by itself. */
const POLL_MS = 1_000;

/**
 * Waits for something that another process writes to the database.
 * @returns undefined when the time is over
 */
export async function waitUntil<T>(database: Database, wait: Wait<T>): Promise<T | undefined> {
  const deadline = performance.now() + wait.timeoutMs;
  let wake = () => {};
  let announced = false;
  const unlisten = await database.listen(wait.channel, (payload) => {
    if (!wait.concerns(payload)) return;
    announced = true;
    wake();
  });
  try {
    for (;;) {
      announced = false;
      const found = await wait.check();
      if (found !== undefined) return found;
      const left = deadline - performance.now();
      if (left <= 0) return undefined;
      if (announced) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, POLL_MS));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    await unlisten();
  }
}
