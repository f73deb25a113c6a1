import { expect, test } from 'vitest';
import {
  beginsWithWords,
  chatLink,
  codesIn,
  firstWords,
  isPrepared,
  newCode,
  newKey,
} from './point.ts';

const point = { words: 'Здравствуйте! Хочу новости.', code: 'k7f2' };

test('codes and keys hold nothing that is taken for something else on paper', () => {
  for (let i = 0; i < 200; i++) {
    expect(newCode()).toMatch(/^[2-9a-hjkmnp-z]{4}$/);
    expect(newKey()).toMatch(/^[2-9a-hjkmnp-z]{16}$/);
  }
});

test('a link carries the words whatever is in them', () => {
  const odd = { words: 'Да & нет? 100% #1\n+7', code: 'k7f2' };
  expect(new URL(chatLink('bakery', odd)).searchParams.get('text')).toBe(firstWords(odd));
});

test.each([
  ['#k7f2', ['k7f2']],
  ['Хочу новости #K7F2!', ['k7f2']],
  ['(#k7f2), #abcd', ['k7f2', 'abcd']],
  ['#k7f2 #k7f2', ['k7f2']],
  ['a#k7f2 ##k7f2 #k7f2a #k7f2_ #k7f', []],
  ['https://example.com/x#k7f2', []],
  ['я#k7f2', []],
])('in %j the codes are %j', (text, codes) => {
  expect(codesIn(text)).toEqual(codes);
});

test('words are the same in other letter cases and with other spaces', () => {
  expect(beginsWithWords('  здравствуйте!\nхочу   НОВОСТИ. И ещё', point)).toBe(true);
  expect(isPrepared(' здравствуйте!  Хочу новости. #K7F2 ', point)).toBe(true);
});

test('words that go on are other words', () => {
  const open = { words: 'Хочу получать новости', code: 'k7f2' };
  expect(beginsWithWords('Хочу получать новости!', open)).toBe(true);
  expect(beginsWithWords('Хочу получать новостиком', open)).toBe(false);
});

test('words that anybody may begin with tell nothing', () => {
  expect(beginsWithWords('Привет', { words: 'Привет', code: 'k7f2' })).toBe(false);
});

test.each([
  '',
  'Здравствуйте! Хочу новости.',
  `${'Здравствуйте! Хочу новости. #k7f2'} стоп`,
  'не #k7f2',
])('%j is not the prepared message', (text) => {
  expect(isPrepared(text, point)).toBe(false);
});
