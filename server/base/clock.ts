/** Cancels a timer that hasn't fired. */
export type CancelTimer = () => void;

/**
 * The product's only source of time: what is due, what day it is, how long to wait. (How long a
 * socket may stay silent or a lease lives is physical time and is measured with real timers.)
 */
export type Clock = {
  now(): Date;
  /** Calls `run` once, `ms` milliseconds of this clock's time from now. */
  after(ms: number, run: () => void): CancelTimer;
};

/** Timers longer than this overflow Node's 32-bit milliseconds; they are re-armed. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The clock on the wall. */
export function createSystemClock(): Clock {
  return {
    now: () => new Date(),
    after(ms, run) {
      const dueAt = Date.now() + ms;
      let timer: NodeJS.Timeout;
      const arm = () => {
        const left = dueAt - Date.now();
        timer = setTimeout(left > LONGEST_TIMER_MS ? arm : run, Math.min(left, LONGEST_TIMER_MS));
      };
      arm();
      return () => clearTimeout(timer);
    },
  };
}

/** A clock moved by hand or by a sandbox; see `createMovableClock`. */
export type MovableClock = Clock & {
  /** Moves to `now` and on from there at `rate` times real speed (0 stands still). */
  set(now: Date, rate: number): void;
  /** Moves forward by `ms`, firing what became due, in order. */
  advance(ms: number): void;
};

/**
 * A clock that can be moved: tests stand it still and advance it, the sandbox runs it fast.
 * Timers fire in the order of their due times, each seeing its own due time as `now()`.
 */
export function createMovableClock(startAt: Date, initialRate = 0): MovableClock {
  let base = startAt.getTime();
  let realBase = performance.now();
  let rate = initialRate;
  let timers: { dueAt: number; run: () => void }[] = [];
  let wake: NodeJS.Timeout | undefined;

  const currentMs = () => base + (performance.now() - realBase) * rate;

  const rebase = (now: number) => {
    base = now;
    realBase = performance.now();
  };

  const fireDue = (until: number) => {
    for (;;) {
      const next = timers[0];
      if (!next || next.dueAt > until) break;
      timers.shift();
      if (rate === 0) rebase(Math.max(next.dueAt, currentMs()));
      next.run();
    }
  };

  const arm = () => {
    clearTimeout(wake);
    const next = timers[0];
    if (rate === 0 || !next) return;
    const realMs = Math.max(0, (next.dueAt - currentMs()) / rate);
    wake = setTimeout(
      () => {
        fireDue(currentMs());
        arm();
      },
      Math.min(realMs, LONGEST_TIMER_MS),
    );
  };

  return {
    now: () => new Date(currentMs()),
    after(ms, run) {
      const timer = { dueAt: currentMs() + Math.max(0, ms), run };
      const position = timers.findIndex((t) => t.dueAt > timer.dueAt);
      timers.splice(position === -1 ? timers.length : position, 0, timer);
      arm();
      return () => {
        timers = timers.filter((t) => t !== timer);
      };
    },
    set(now, newRate) {
      rebase(now.getTime());
      rate = newRate;
      fireDue(currentMs());
      arm();
    },
    advance(ms) {
      const target = currentMs() + ms;
      fireDue(target);
      rebase(Math.max(target, currentMs()));
      arm();
    },
  };
}
