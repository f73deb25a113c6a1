import { describe, expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { nextCursor, readCursor } from './pages.ts';

describe('a cursor', () => {
  test.each([undefined, ''])('%o is the first page', (after) => {
    expect(readCursor(after)).toBeUndefined();
  });

  test('is the id after which the page begins', () => {
    expect(readCursor('42')).toBe(42);
  });

  test.each(['x', '-1', '1.5', ' 7', '7 ', '0x10', '1e3', '9'.repeat(20), 'Infinity', 'NaN', '٣'])(
    '%o is none of ours',
    (after) => {
      expect(() => readCursor(after)).toThrow(AppError);
    },
  );
});

describe('the next page', () => {
  test('follows a full one', () => {
    expect(nextCursor([{ id: 9 }, { id: 7 }], 2)).toBe('7');
  });

  test('does not follow the last one', () => {
    expect(nextCursor([{ id: 9 }], 2)).toBeNull();
    expect(nextCursor([], 2)).toBeNull();
  });
});
