import { expect, test } from 'vitest';
import { eventTypes, exampleOf, matchesType, unknownPatterns } from './event-types.ts';

test.each([
  ['message.sent', 'message.sent', true],
  ['message.sent', 'message.sent_again', false],
  ['message.*', 'message.received', true],
  ['message.*', 'message', false],
  ['message.*', 'messages.sent', false],
  ['*', 'account.added', true],
  ['account.*', 'message.sent', false],
])('%s and %s: %s', (pattern, type, fits) => {
  expect(matchesType(pattern, type)).toBe(fits);
});

test('patterns that fit no event are found', () => {
  expect(unknownPatterns(['*', 'message.*', 'message.sent'])).toEqual([]);
  expect(unknownPatterns(['mesage.*', 'message.sent', 'message.lost'])).toEqual([
    'mesage.*',
    'message.lost',
  ]);
});

test('every type has an example in the form of a post', () => {
  for (const eventType of eventTypes)
    expect(exampleOf(eventType)).toEqual({
      type: eventType.type,
      timestamp: expect.stringMatching(/Z$/),
      data: expect.objectContaining(eventType.data),
    });
});
