import { expect, test } from 'vitest';
import { enCount, ruCount } from './text.ts';

const forms = ['секунда', 'секунды', 'секунд'] as const;

test.each([
  [0, '0 секунд'],
  [1, '1 секунда'],
  [2, '2 секунды'],
  [4, '4 секунды'],
  [5, '5 секунд'],
  [11, '11 секунд'],
  [12, '12 секунд'],
  [14, '14 секунд'],
  [21, '21 секунда'],
  [22, '22 секунды'],
  [101, '101 секунда'],
  [111, '111 секунд'],
  [1_002, '1002 секунды'],
])('%i in Russian is %s', (n, counted) => expect(ruCount(n, forms)).toBe(counted));

test('a number in English has one form for one thing and another for the rest', () => {
  expect(enCount(1, 'second')).toBe('1 second');
  expect(enCount(0, 'second')).toBe('0 seconds');
  expect(enCount(2, 'entry', 'entries')).toBe('2 entries');
});
