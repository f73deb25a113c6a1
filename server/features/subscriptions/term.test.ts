import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extendTerm, reminderDue, shortenTerm } from './term.ts';

const now = new Date('2026-03-01T09:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const trial = { code: 'trial', days: 7, stars: 0 };
const month = { code: 'month', days: 30, stars: 1_500 };
const year = { code: 'year', days: 365, stars: 3_650 };

describe('an extension', () => {
  test('adds to the running term', () => {
    expect(extendTerm({ plan: month, endsAt: inDays(10) }, month, now)).toEqual(inDays(40));
  });

  test('begins now when the term was over', () => {
    expect(extendTerm({ plan: month, endsAt: inDays(-10) }, month, now)).toEqual(inDays(30));
  });

  test('leaves the days of the trial', () => {
    expect(extendTerm({ plan: trial, endsAt: inDays(5) }, month, now)).toEqual(inDays(35));
  });

  test('counts the days of another plan by what they cost', () => {
    // a day of the month costs 50 stars, one of the year 10
    expect(extendTerm({ plan: month, endsAt: inDays(10) }, year, now)).toEqual(inDays(415));
    expect(extendTerm({ plan: year, endsAt: inDays(100) }, month, now)).toEqual(inDays(50));
  });

  test('never shortens what was bought', () => {
    const plan = fc.record({
      code: fc.constantFrom('a', 'b'),
      days: fc.integer({ min: 1, max: 400 }),
      stars: fc.integer({ min: 0, max: 100_000 }),
    });
    fc.assert(
      fc.property(plan, plan, fc.integer({ min: -400, max: 400 }), (had, bought, left) => {
        const end = extendTerm({ plan: had, endsAt: inDays(left) }, bought, now);
        expect(end.getTime()).toBeGreaterThanOrEqual(inDays(bought.days).getTime());
      }),
    );
  });
});

describe('a refund', () => {
  const until = (left: number) => ({ plan: month, endsAt: inDays(left) });

  test('takes back the days that were added', () => {
    expect(shortenTerm(until(70), month, month, now)).toEqual(inDays(40));
    expect(shortenTerm(until(35), month, trial, now)).toEqual(inDays(5));
  });

  test('never ends a term before now, and wakes none that is over', () => {
    expect(shortenTerm(until(12), month, trial, now)).toEqual(now);
    expect(shortenTerm(until(-3), month, trial, now)).toEqual(inDays(-3));
  });

  test('of an earlier plan counts its days by what they cost', () => {
    // 30 days of the month became 150 of the year
    const current = { plan: year, endsAt: inDays(515) };
    expect(shortenTerm(current, month, year, now)).toEqual(inDays(365));
  });

  test('right after an extension leaves what was there before it', () => {
    const plan = fc.record({
      code: fc.constantFrom('a', 'b'),
      days: fc.integer({ min: 7, max: 400 }),
      stars: fc.oneof(fc.constant(0), fc.integer({ min: 100, max: 20_000 })),
    });
    fc.assert(
      fc.property(plan, plan, fc.integer({ min: 1, max: 400 }), (had, bought, left) => {
        const known = had.code === bought.code ? bought : had;
        const before = { plan: known, endsAt: inDays(left) };
        const endsAt = extendTerm(before, bought, now);
        const back = shortenTerm({ plan: bought, endsAt }, bought, known, now);
        // a millisecond of cheap days is worth less than one of dear days
        const worth =
          known.stars && bought.stars ? bought.stars / bought.days / (known.stars / known.days) : 1;
        expect(Math.abs(back.getTime() - inDays(left).getTime())).toBeLessThanOrEqual(
          1 + Math.max(1, worth),
        );
      }),
    );
  });
});

describe('a reminder', () => {
  const term = (days: number, reminded: number | null) => ({
    endsAt: inDays(days),
    remindedOf: reminded === null ? null : inDays(days),
    remindedDays: reminded,
  });

  test.each([
    [4, null, undefined],
    [3, null, 3],
    [2.5, 3, undefined],
    [1, 3, 1],
    [0.5, null, 1],
    [0.5, 1, undefined],
    [0, null, undefined],
    [-1, null, undefined],
  ])('%s days before the end, after one at %s, is due at %s', (left, given, due) => {
    expect(reminderDue(term(left, given), now)).toBe(due);
  });

  test('is due anew after an extension', () => {
    const extended = { endsAt: inDays(2), remindedOf: inDays(-28), remindedDays: 1 };
    expect(reminderDue(extended, now)).toBe(3);
  });
});
