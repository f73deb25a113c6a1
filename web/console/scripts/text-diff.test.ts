import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffWords } from './text-diff.ts';

const text = (before: string, after: string, kinds: readonly string[]) =>
  diffWords(before, after)
    .filter(({ kind }) => kinds.includes(kind))
    .map((part) => part.text)
    .join('');

describe('what changed between two texts', () => {
  test('is told by words', () => {
    expect(diffWords('Good day to you', 'Good evening to you')).toEqual([
      { text: 'Good ', kind: 'same' },
      { text: 'day ', kind: 'removed' },
      { text: 'evening ', kind: 'added' },
      { text: 'to you', kind: 'same' },
    ]);
  });

  test('makes no patchwork of texts that have but spaces in common', () => {
    expect(diffWords('one two', 'three four').map(({ kind }) => kind)).toEqual([
      'removed',
      'added',
    ]);
  });

  test('always gives both texts back, whatever they are', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', 'я'), maxLength: 30 });
    fc.assert(
      fc.property(words, words, (before, after) => {
        expect(text(before, after, ['same', 'removed'])).toBe(before);
        expect(text(before, after, ['same', 'added'])).toBe(after);
      }),
    );
  });
});
