import { expect, test } from 'vitest';
import { createMovableClock } from './clock.ts';
import { createSilentLog } from './log.ts';
import { startLoop } from './loop.ts';

/** A loop whose first runs fail, on a clock that stands still. */
function failing(times: number) {
  const clock = createMovableClock(new Date('2026-03-10T12:00:00Z'));
  const seen = { runs: 0 };
  const loop = startLoop({
    name: 'test',
    clock,
    log: createSilentLog(),
    everyMs: 60_000,
    run: async () => {
      seen.runs += 1;
      if (seen.runs <= times) throw new Error('not yet');
      return false;
    },
  });
  return { loop, clock, seen };
}

test('whoever drains a loop that fails hears of the run that succeeds', async () => {
  const { loop, seen } = failing(1);
  await loop.drain();
  expect(seen.runs).toBeGreaterThanOrEqual(2);
  await loop.stop();
});

test('a loop that fails runs again by itself after a second, then two', async () => {
  const { loop, clock, seen } = failing(2);
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  clock.advance(999);
  await settle();
  expect(seen.runs).toBe(1);
  clock.advance(1);
  await settle();
  expect(seen.runs).toBe(2);
  clock.advance(1_999);
  await settle();
  expect(seen.runs).toBe(2);
  clock.advance(1);
  await settle();
  expect(seen.runs).toBe(3);
  await loop.stop();
});

test('a stopped loop lets those who drain it go', async () => {
  const { loop } = failing(Number.POSITIVE_INFINITY);
  const drained = loop.drain();
  await loop.stop();
  await drained;
});
