import { describe, expect, test } from 'vitest';
import { createMovableClock } from './clock.ts';
import { createSilentLog } from './log.ts';
import { startLoop } from './loop.ts';

const log = createSilentLog();

/** A promise that is settled from outside. */
function gate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

function start(run: () => Promise<boolean>) {
  const clock = createMovableClock(new Date('2026-03-02T09:00:00Z'));
  return { clock, loop: startLoop({ name: 'test', clock, log, everyMs: 1_000, run }) };
}

/** Lets everything that waits for nothing but promises go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('it runs at once, and again after each pause', async () => {
  let runs = 0;
  const { clock, loop } = start(async () => {
    runs += 1;
    return false;
  });
  await settle();
  expect(runs).toBe(1);
  clock.advance(999);
  await settle();
  expect(runs).toBe(1);
  clock.advance(1);
  await settle();
  expect(runs).toBe(2);
  await loop.stop();
});

describe('a loop that knows when something is due next', () => {
  function startDue(dueAt: Date[]) {
    const clock = createMovableClock(new Date('2026-03-02T09:00:00Z'));
    const done: Date[] = [];
    const run = async () => {
      const now = clock.now();
      while (dueAt[0] && dueAt[0] <= now) done.push(dueAt.shift() as Date);
      return false;
    };
    const loop = startLoop({
      name: 'test',
      clock,
      log,
      everyMs: 60_000,
      run,
      nextAt: async () => dueAt[0],
    });
    return { clock, done, loop };
  }

  test('runs at that moment', async () => {
    const { clock, done, loop } = startDue([new Date('2026-03-02T09:00:07Z')]);
    await settle();
    clock.advance(6_999);
    await settle();
    expect(done).toHaveLength(0);
    clock.advance(1);
    await settle();
    expect(done).toHaveLength(1);
    await loop.stop();
  });

  test('does what became due while it ran without waiting for the clock', async () => {
    const { clock, done, loop } = startDue([new Date('2026-03-02T09:30:00Z')]);
    await settle();
    // The run begins at its own moment, 09:01, and ends when it is 10:00 already.
    clock.advance(3_600_000);
    await settle();
    expect(done).toHaveLength(1);
    await loop.stop();
  });

  test('does not turn round and round about what it left', async () => {
    const clock = createMovableClock(new Date('2026-03-02T09:00:00Z'));
    let runs = 0;
    const run = async () => {
      runs += 1;
      return false;
    };
    const nextAt = async () => new Date('2026-03-02T08:00:00Z');
    const loop = startLoop({ name: 'test', clock, log, everyMs: 60_000, run, nextAt });
    await settle();
    clock.advance(59_999);
    await settle();
    expect(runs).toBe(1);
    clock.advance(1);
    await settle();
    expect(runs).toBe(2);
    await loop.stop();
  });
});

test('it goes on without a pause while there is more', async () => {
  let left = 3;
  const { loop } = start(async () => --left > 0);
  await loop.drain();
  expect(left).toBeLessThanOrEqual(0);
  await loop.stop();
});

test('calls during a run lead to exactly one more', async () => {
  let runs = 0;
  const first = gate();
  const { loop } = start(async () => {
    runs += 1;
    if (runs === 1) await first.passed;
    return false;
  });
  loop.wake();
  loop.wake();
  loop.wake();
  first.open();
  await loop.drain();
  await settle();
  expect(runs).toBeLessThanOrEqual(3);
  expect(runs).toBeGreaterThanOrEqual(2);
  await loop.stop();
});

test('never two runs at the same time', async () => {
  let now = 0;
  let most = 0;
  const { loop } = start(async () => {
    most = Math.max(most, ++now);
    await settle();
    now -= 1;
    return false;
  });
  await Promise.all([loop.drain(), loop.drain(), loop.drain()]);
  expect(most).toBe(1);
  await loop.stop();
});

describe('an error', () => {
  test('is followed by pauses that grow from one to thirty seconds', async () => {
    let runs = 0;
    const { clock, loop } = start(async () => {
      runs += 1;
      throw new Error('no luck');
    });
    await settle();
    const pauses = [];
    for (let n = 0; n < 7; n++) {
      const before = runs;
      let waited = 0;
      while (runs === before) {
        clock.advance(1_000);
        waited += 1;
        await settle();
      }
      pauses.push(waited);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
    await loop.stop();
  });

  test('does not end the wait for the work, nor does a clock that stands still', async () => {
    let runs = 0;
    const { loop } = start(async () => {
      runs += 1;
      if (runs === 1) throw new Error('no luck yet');
      return false;
    });
    await loop.drain();
    expect(runs).toBeGreaterThanOrEqual(2);
    await loop.stop();
  });
});

describe('stop', () => {
  test('waits for the run in flight, and none follows', async () => {
    let finished = 0;
    const work = gate();
    const { clock, loop } = start(async () => {
      await work.passed;
      finished += 1;
      return true;
    });
    const stopped = loop.stop();
    work.open();
    await stopped;
    expect(finished).toBe(1);
    clock.advance(60_000);
    loop.wake();
    await settle();
    expect(finished).toBe(1);
  });

  test('lets go whoever waits for a drain', async () => {
    const { loop } = start(async () => {
      throw new Error('never');
    });
    const drained = loop.drain();
    await loop.stop();
    await drained;
    await loop.drain();
  });
});
