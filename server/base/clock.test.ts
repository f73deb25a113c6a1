import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMovableClock, createSystemClock } from './clock.ts';

const start = new Date('2026-03-02T09:00:00Z');

describe('a clock that stands still', () => {
  test('shows the same moment until it is moved', () => {
    const clock = createMovableClock(start);
    expect(clock.now()).toEqual(start);
    clock.advance(1_500);
    expect(clock.now().getTime() - start.getTime()).toBe(1_500);
  });

  test('fires what became due in the order of due times, each seeing its own', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { maxLength: 30 }),
        fc.array(fc.nat(400), { minLength: 1 }),
        (dues, steps) => {
          const clock = createMovableClock(start);
          const fired: number[] = [];
          for (const due of dues)
            clock.after(due, () => fired.push(clock.now().getTime() - start.getTime()));
          let passed = 0;
          for (const step of steps) {
            clock.advance(step);
            passed += step;
          }
          expect(fired).toEqual(dues.filter((due) => due <= passed).toSorted((a, b) => a - b));
          expect(clock.now().getTime() - start.getTime()).toBe(passed);
        },
      ),
    );
  });

  test('fires what a timer sets for the time that is passing', () => {
    const clock = createMovableClock(start);
    const fired: number[] = [];
    const again = () => {
      fired.push(clock.now().getTime() - start.getTime());
      clock.after(100, again);
    };
    clock.after(100, again);
    clock.advance(350);
    expect(fired).toEqual([100, 200, 300]);
  });

  test('fires nothing that was cancelled', () => {
    const clock = createMovableClock(start);
    let fired = false;
    const cancel = clock.after(10, () => {
      fired = true;
    });
    cancel();
    clock.advance(100);
    expect(fired).toBe(false);
  });

  test('may be set to another time, and back to real speed', async () => {
    const clock = createMovableClock(start);
    const later = new Date('2026-06-01T00:00:00Z');
    let fired = false;
    clock.after(1_000, () => {
      fired = true;
    });
    clock.set(later, 1_000);
    expect(fired).toBe(true);
    await new Promise<void>((resolve) => clock.after(5_000, resolve));
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(later.getTime() + 5_000);
    clock.set(later, 0);
    expect(clock.now()).toEqual(later);
  });
});

describe('the clock on the wall', () => {
  test('shows the time of this machine', () => {
    const clock = createSystemClock();
    expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1_000);
  });

  test('fires once the time is over, not before', async () => {
    const clock = createSystemClock();
    const began = performance.now();
    await new Promise<void>((resolve) => clock.after(30, resolve));
    expect(performance.now() - began).toBeGreaterThanOrEqual(28);
  });

  test('waits for what is a month away instead of firing at once', async () => {
    const clock = createSystemClock();
    let fired = false;
    const cancel = clock.after(32 * 86_400_000, () => {
      fired = true;
    });
    await new Promise<void>((resolve) => clock.after(20, resolve));
    cancel();
    expect(fired).toBe(false);
  });
});
