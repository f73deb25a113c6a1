import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extendTerm, reminderDue } from './term.ts';

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
