import { describe, expect, test } from 'vitest';
import { dailyLimit, isAccountKey, readAccountKey, warmupAllowance, warmupDay } from './account.ts';

const limits = { maxDailyWarming: 3, maxDailyActive: 7 };

describe('the warm-up', () => {
  test.for([
    [1, 0],
    [2, 0],
    [3, 3],
    [4, 3],
    [5, 5],
    [6, 5],
    [7, 5],
    [8, 7],
    [30, 7],
  ] as const)('on day %i lets %i first messages leave', ([day, allowed]) => {
    expect(warmupAllowance(day, limits)).toBe(allowed);
    expect(dailyLimit({ status: 'warming', warmupDay: day }, limits)).toBe(allowed);
  });

  test('goes by the limits of the account itself', () => {
    const own = { maxDailyWarming: 1, maxDailyActive: 40 };
    expect([3, 5, 8].map((day) => warmupAllowance(day, own))).toEqual([1, 5, 40]);
  });

  test.for([
    ['2026-03-02', '2026-03-02', 1],
    ['2026-03-02', '2026-03-03', 2],
    ['2026-02-27', '2026-03-06', 8],
    ['2024-02-27', '2024-03-05', 8],
    ['2025-12-29', '2026-01-05', 8],
    ['2026-03-28', '2026-03-30', 3],
    ['2026-10-24', '2026-10-26', 3],
    ['2026-03-02', '2026-03-01', 1],
    [null, '2026-03-02', 1],
  ] as const)('begun on %s is on %s at day %i', ([startedOn, today, day]) => {
    expect(warmupDay(startedOn, today)).toBe(day);
  });
});

describe('a day may be begun with new people', () => {
  test.for([
    ['active', 7],
    ['checking', 0],
    ['cooldown', 0],
    ['limited', 0],
    ['banned', 0],
    ['disabled', 0],
  ] as const)('by an account that is %s: %i', ([status, count]) => {
    expect(dailyLimit({ status, warmupDay: 8 }, limits)).toBe(count);
  });
});

describe('the key of an account', () => {
  test('holds its number', () => {
    expect(readAccountKey('acc_5')).toBe(5);
  });

  test.for(['acc_', 'acc_x', '5', 'acc_5 ', 'acc_1234567890', ''])('is not %j', (key) => {
    expect(() => readAccountKey(key)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  test('is known in any case of letters, so that no name looks like one', () => {
    expect(['acc_5', 'ACC_7', 'acc_5x', 'account 5'].map(isAccountKey)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
