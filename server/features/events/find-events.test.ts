import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { identifyContact } from '../contacts/identify-contact.ts';
import {
  type EventFilter,
  findEvents,
  nextTimeCursor,
  readTimeCursor,
  type TimePage,
} from './find-events.ts';

const START = new Date('2026-03-02T09:00:00Z');
let t: TestApp;
/** The moment of each event, by its number. */
const moments: Date[] = [];

/** 24 events, a minute apart, in pairs of the same moment: of three types, two senders, two people. */
beforeAll(async () => {
  t = await openTestApp(START);
  for (let n = 0; n < 24; n++) {
    if (n % 2 === 0) t.clock.advance(60_000);
    moments.push(t.clock.now());
    await t.app.database.transaction((tx) =>
      recordEvents(tx, [
        {
          workspaceId: t.workspaceId,
          type: ['message.sent', 'message.received', 'account.status_changed'][n % 3] ?? '',
          at: t.clock.now(),
          senderId: 1 + (n % 2),
          contactId: n % 3 === 2 ? undefined : n % 4 < 2 ? 9_001 : 9_002,
          data: { n },
        },
      ]),
    );
  }
});
afterAll(() => t?.close());

const isMessage = (n: number) => n % 3 !== 2;
const all = Array.from({ length: 24 }, (_, n) => n);

/** Leafs through all pages. */
async function leaf(filter: EventFilter, order: TimePage['order'], limit = 5): Promise<unknown[]> {
  const seen: unknown[] = [];
  let after: string | undefined;
  do {
    const page = { order, limit, after: readTimeCursor(after) };
    const events = await findEvents(t.app, t.workspaceId, filter, page);
    seen.push(...events.map((e) => e.data['n']));
    after = nextTimeCursor(events, limit) ?? undefined;
  } while (after);
  return seen;
}

describe.each(['newest', 'oldest'] as const)('%s first', (order) => {
  const filters: [string, EventFilter, (n: number) => boolean][] = [
    ['everything', { since: new Date(START.getTime() + 1) }, () => true],
    ['one type', { types: ['message.sent'] }, (n) => n % 3 === 0],
    ['all of a noun', { types: ['message.*'] }, isMessage],
    ['several', { types: ['account.*', 'message.sent'] }, (n) => n % 3 !== 1],
    ['a type that never occurred', { types: ['message.failed'] }, () => false],
    ['one sender', { senderId: 2 }, (n) => n % 2 === 1],
    ['one person', { contactId: 9_001 }, (n) => isMessage(n) && n % 4 < 2],
    [
      'one person of one sender by type',
      { contactId: 9_001, senderId: 1, types: ['message.sent'] },
      (n) => n % 12 === 0,
    ],
  ];
  test.each(filters)('%s is found page by page, each event once', async (_, filter, fits) => {
    const expected = all.filter(fits);
    const found = await leaf(filter, order);
    expect(found).toEqual(order === 'newest' ? expected.reverse() : expected);
  });

  test('a period has its first moment in it, not its last', async () => {
    const found = await leaf({ since: moments[6], until: moments[12] }, order);
    expect([...found].sort((a, b) => Number(a) - Number(b))).toEqual([6, 7, 8, 9, 10, 11]);
  });
});

test('another workspace sees none of it', async () => {
  const page = { order: 'newest' as const, limit: 5, after: undefined };
  expect(await findEvents(t.app, t.workspaceId + 1, {}, page)).toEqual([]);
});

test('what happened to two contacts that became one is found under the one', async () => {
  const know = (person: Record<string, unknown>) =>
    t.app.database.transaction((tx) => identifyContact(t.app, tx, t.workspaceId, person));
  const byName = await know({ username: 'merged_one' });
  const byId = await know({ telegramId: 5_551 });
  await t.app.database.transaction((tx) =>
    recordEvents(
      tx,
      [byName.id, byId.id].map((contactId) => ({
        workspaceId: t.workspaceId,
        type: 'contact.opted_out',
        at: t.clock.now(),
        contactId,
      })),
    ),
  );
  const one = await know({ telegramId: 5_551, username: 'merged_one' });
  const page = { order: 'oldest' as const, limit: 5, after: undefined };
  const found = await findEvents(t.app, t.workspaceId, { contactId: one.id }, page);
  expect(found.map((e) => e.type)).toEqual([
    'contact.opted_out',
    'contact.opted_out',
    'contact.merged',
  ]);
});

test.each(['5', 'x', '1-', '-1', '12345678901234567890-1'])('the cursor %s is refused', (after) => {
  expect(() => readTimeCursor(after)).toThrow(/after is wrong/);
});
