import { afterEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from './clock.ts';

const clocks: Clock[] = [];
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.stop();
});

function frozenClock(onError: (error: unknown) => void = () => {}): Clock {
  const clock = createClock({ startAt: 1_000_000, onError });
  clock.set({ frozen: true, now: 1_000_000 });
  clocks.push(clock);
  return clock;
}

describe('The clock', () => {
  it('runs what is due, in order and at its time, when it is moved forward', async () => {
    const clock = frozenClock();
    const seen: [string, number][] = [];
    const note = (name: string) => () => void seen.push([name, clock.now() - 1_000_000]);
    clock.at(1_003_000, note('late'));
    clock.at(1_001_000, note('early'));
    clock.at(1_001_000, note('early too'));
    clock.at(1_009_000, note('too late'));
    await clock.advance(5000);
    expect(seen).toEqual([
      ['early', 1000],
      ['early too', 1000],
      ['late', 3000],
    ]);
    expect(clock.now()).toBe(1_005_000);
    expect(clock.state().appointments).toBe(1);
  });

  it('runs what falls due because of what it ran, and waits for it', async () => {
    const clock = frozenClock();
    const seen: string[] = [];
    clock.at(1_001_000, async () => {
      await Promise.resolve();
      seen.push('first');
      clock.at(1_002_000, () => void seen.push('second'));
    });
    await clock.advance(3000);
    expect(seen).toEqual(['first', 'second']);
  });

  it('stands still while it is frozen', async () => {
    const clock = frozenClock();
    const start = performance.now();
    while (performance.now() - start < 20);
    expect(clock.now()).toBe(1_000_000);
  });

  it('runs as fast as it is told', async () => {
    const clock = createClock({ startAt: 0, onError: () => {} });
    clocks.push(clock);
    clock.set({ rate: 100_000 });
    await new Promise<void>((resolve) => {
      clock.at(60_000, resolve);
    });
    expect(clock.now()).toBeGreaterThanOrEqual(60_000);
  });

  it('runs at once what is due already, frozen or not', async () => {
    const clock = frozenClock();
    await new Promise<void>((resolve) => {
      clock.at(999_999, resolve);
    });
    expect(clock.state().appointments).toBe(0);
  });

  it('forgets what was cancelled', async () => {
    const clock = frozenClock();
    const seen: string[] = [];
    clock.at(1_001_000, () => void seen.push('cancelled')).cancel();
    await clock.advance(5000);
    expect(seen).toEqual([]);
  });

  it('tells of what failed and goes on', async () => {
    const errors: unknown[] = [];
    const clock = frozenClock((error) => void errors.push(error));
    const seen: string[] = [];
    clock.at(1_001_000, () => {
      throw new Error('failed');
    });
    clock.at(1_002_000, () => void seen.push('next'));
    await clock.advance(5000);
    expect(errors).toMatchObject([{ message: 'failed' }]);
    expect(seen).toEqual(['next']);
  });

  it('moves forward once for each of two moves at the same time', async () => {
    const clock = frozenClock();
    await Promise.all([clock.advance(1000), clock.advance(1000)]);
    expect(clock.now()).toBe(1_002_000);
  });
});
