import { expect, test } from 'vitest';
import { type ReadPage, withFirst } from './renew-pages.ts';

const page = (ids: number[], next: string | null = 'more'): ReadPage => ({
  rows: ids.map((id) => ({ id })),
  next,
  answer: null,
});
const ids = (pages: ReadPage[]) =>
  pages.map((p) => p.rows.map((row) => (row as { id: number }).id));
const list = (...pages: ReadPage[]) => ({ pages, pageParams: pages.map((_, i) => i) });

test('a row that is new pushes the last of the first page down', () => {
  const before = list(page([5, 4, 3]), page([2, 1], null));
  expect(ids(withFirst(before, page([6, 5, 4])).pages)).toEqual([
    [6, 5, 4],
    [3, 2, 1],
  ]);
});

test('a row that moved up stands nowhere else', () => {
  const before = list(page([5, 4, 3]), page([2, 1], null));
  expect(ids(withFirst(before, page([1, 5, 4])).pages)).toEqual([
    [1, 5, 4],
    [3, 2],
  ]);
});

test('a row that is gone is gone', () => {
  const before = list(page([5, 4, 3]), page([2, 1], null));
  expect(ids(withFirst(before, page([5, 3, 2])).pages)).toEqual([[5, 3, 2], [1]]);
});

test('a list that has shrunk to one page has no others', () => {
  const before = list(page([5, 4, 3]), page([2, 1], null));
  expect(ids(withFirst(before, page([5], null)).pages)).toEqual([[5]]);
});
