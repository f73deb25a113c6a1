import { expect, test } from 'vitest';
import { isPostable } from './webhook-address.ts';

test.each([
  ['https://desk.example.org', true],
  ['https://desk.example.org:8443/vestnik', true],
  ['https://desk.example.org:88', true],
  ['https://desk.example.org:9000', false],
  ['http://desk.example.org', false],
  [undefined, false],
])('Telegram posts to %s: %s', (address, isPossible) => {
  expect(isPostable(address, false)).toBe(isPossible);
});

test('a sandbox on this machine posts without encryption, to any port', () => {
  expect(isPostable('http://127.0.0.1:9000', true)).toBe(true);
  expect(isPostable(undefined, true)).toBe(false);
});
