import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Something a process keeps running until it is stopped. */
export type Runner = {
  name: string;
  /** Resolves when all that was due when it was called has been done. */
  drain(): Promise<void>;
  /** Finishes what is in flight and does no more. */
  stop(): Promise<void>;
};

/** Work done again and again. */
export type Loop = Runner & {
  /** Runs soon, now if idle; calls during a run lead to exactly one more run. */
  wake(): void;
};

export type LoopOptions = {
  name: string;
  clock: Clock;
  log: Log;
  /** Longest pause between two runs, milliseconds of the clock. */
  everyMs: number;
  /** @returns whether there may be more to do at once */
  run: () => Promise<boolean>;
  /** When something is due next, where that is known: it may be sooner than `everyMs`. */
  nextAt?: () => Promise<Date | undefined>;
};

const LONGEST_ERROR_PAUSE_MS = 30_000;

/**
 * Starts a loop. An error is logged and the run repeated after a pause that grows from one to
 * thirty seconds: a loop never dies.
 */
export function startLoop({ name, clock, log, everyMs, run, nextAt }: LoopOptions): Loop {
  let stopped = false;
  let wanted = false;
  let running: Promise<void> | undefined;
  let cancelTimer = () => {};
  let errors = 0;
  let idleMs = everyMs;
  const drained: (() => void)[] = [];

  const runUntilIdle = async () => {
    let waiting: (() => void)[] = [];
    try {
      while (wanted && !stopped) {
        waiting = drained.splice(0);
        wanted = false;
        const startedAt = clock.now();
        let more = true;
        while (more && !stopped) more = await run();
        const next = stopped ? undefined : await nextAt?.();
        idleMs = everyMs;
        // What was due before the run and was left by it isn't to be had now.
        if (next && next > startedAt) {
          idleMs = Math.min(everyMs, next.getTime() - clock.now().getTime());
          if (idleMs <= 0) wanted = true;
        }
        errors = 0;
        for (const resolve of waiting.splice(0)) resolve();
      }
    } catch (error) {
      errors += 1;
      drained.unshift(...waiting);
      log.error({ err: error, loop: name }, 'a background loop failed; it will try again');
    }
  };

  const wake = () => {
    wanted = true;
    if (running || stopped) return;
    cancelTimer();
    running = runUntilIdle().finally(() => {
      running = undefined;
      if (stopped) {
        for (const resolve of drained.splice(0)) resolve();
      } else if (wanted && errors === 0) {
        wake();
      } else {
        const pause =
          errors > 0 ? Math.min(1_000 * 2 ** (errors - 1), LONGEST_ERROR_PAUSE_MS) : idleMs;
        // Whoever drains waits in real time: the clock may be standing still.
        cancelTimer = drained.length > 0 ? realTimer(pause, wake) : clock.after(pause, wake);
      }
    });
  };

  wake();
  return {
    name,
    wake,
    drain: () =>
      new Promise((resolve) => {
        if (stopped) return resolve();
        drained.push(resolve);
        wake();
      }),
    async stop() {
      stopped = true;
      cancelTimer();
      await running;
      for (const resolve of drained.splice(0)) resolve();
    },
  };
}

function realTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
