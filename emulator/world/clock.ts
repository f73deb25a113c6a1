/** Something that will happen in the world at a given time. */
export type Appointment = { cancel(): void };

/**
 * The world's own time, in milliseconds since 1970. It dates messages, ends codes and limits, and
 * paces personas. It can stand still, run faster, and be moved forward.
 */
export type Clock = {
  now(): number;
  /** The world's time in whole seconds, as Telegram dates things. */
  seconds(): number;
  /** Runs `action` when the world's time reaches `dueAt` (at once if it has passed). */
  at(dueAt: number, action: () => void | Promise<void>): Appointment;
  /** Moves time forward and runs, in order, all that became due, before it resolves. */
  advance(milliseconds: number): Promise<void>;
  /** Changes how time runs. A new `now` may lie in the past; appointments keep their times. */
  set(change: { now?: number; rate?: number; frozen?: boolean }): void;
  state(): { now: number; rate: number; frozen: boolean; appointments: number };
  /** When the next thing is going to happen by itself; undefined: nothing is. */
  nextAt(): number | undefined;
  stop(): void;
};

type Entry = {
  dueAt: number;
  order: number;
  action: () => void | Promise<void>;
  cancelled: boolean;
};

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Starts a clock.
 *
 * @param onError  told of an appointment that threw; the clock goes on
 */
export function createClock(options: {
  startAt: number;
  onError: (error: unknown) => void;
}): Clock {
  let worldBase = options.startAt;
  let realBase = performance.now();
  let rate = 1;
  let frozen = false;
  let stopped = false;
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let moving = false;
  const entries: Entry[] = []; // by due time, the latest first, so that the next one is popped

  const now = () =>
    frozen || moving ? worldBase : worldBase + (performance.now() - realBase) * rate;
  function rebase(time: number): void {
    worldBase = time;
    realBase = performance.now();
  }

  function insert(entry: Entry): void {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = entries[middle];
      const later =
        other !== undefined &&
        (other.dueAt > entry.dueAt || (other.dueAt === entry.dueAt && other.order > entry.order));
      if (later) low = middle + 1;
      else high = middle;
    }
    entries.splice(low, 0, entry);
  }

  /** Runs what is due up to `limit`; while moving, time jumps from one appointment to the next. */
  async function runDue(limit: () => number): Promise<void> {
    for (;;) {
      const entry = entries.at(-1);
      if (stopped || !entry || entry.dueAt > limit()) return;
      entries.pop();
      if (entry.cancelled) continue;
      if (moving && entry.dueAt > worldBase) worldBase = entry.dueAt;
      try {
        await entry.action();
      } catch (error) {
        options.onError(error);
      }
    }
  }

  /** One run at a time: an advance waits for what is running, and the other way round. */
  function exclusively(work: () => Promise<void>): Promise<void> {
    running = running.then(work);
    return running;
  }

  function arm(): void {
    clearTimeout(timer);
    timer = undefined;
    const next = entries.at(-1);
    if (stopped || moving || !next) return;
    const wait = next.dueAt - now();
    if (wait > 0 && (frozen || rate === 0)) return;
    const delay = Math.min(Math.max(0, Math.ceil(wait / (rate || 1))), LONGEST_TIMER_MS);
    timer = setTimeout(() => void exclusively(() => runDue(now)).finally(arm), delay);
    timer.unref();
  }

  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    at(dueAt, action) {
      const entry = { dueAt, order: order++, action, cancelled: false };
      insert(entry);
      if (entries.at(-1) === entry) arm();
      return {
        cancel() {
          entry.cancelled = true;
        },
      };
    },
    advance(milliseconds) {
      return exclusively(async () => {
        const target = now() + milliseconds;
        rebase(now());
        moving = true;
        try {
          await runDue(() => target);
        } finally {
          moving = false;
          rebase(Math.max(target, worldBase));
          arm();
        }
      });
    },
    set(change) {
      rebase(change.now ?? now());
      if (change.rate !== undefined) rate = change.rate;
      if (change.frozen !== undefined) frozen = change.frozen;
      arm();
    },
    state: () => ({ now: now(), rate, frozen, appointments: entries.length }),
    nextAt: () => entries.findLast((entry) => !entry.cancelled)?.dueAt,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
