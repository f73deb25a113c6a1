import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../emulator/test/wait-for.ts';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { recordEvents } from '../../base/events/record-events.ts';
import { findEvents } from './find-events.ts';
import { readOnward } from './read-onward.ts';

let t: TestApp;

beforeAll(async () => {
  t = await openTestApp();
});
afterAll(() => t?.close());

const happen = (type: string, ...numbers: number[]) =>
  t.app.database.transaction((tx) =>
    recordEvents(
      tx,
      numbers.map((n) => ({
        workspaceId: t.workspaceId,
        type,
        at: t.clock.now(),
        data: { n },
      })),
    ),
  );

/** Reads on until it is told that there is no more, as a consumer would. */
async function follow(after: string | undefined, types: string[], limit = 2, since?: Date) {
  const seen: unknown[] = [];
  let next = after;
  await waitFor('the end of the events', async () => {
    const page = await readOnward(t.app, t.workspaceId, { types, since }, { limit, after: next });
    expect(page.events.length).toBeLessThanOrEqual(limit);
    seen.push(...page.events.map((e) => e.data['n']));
    next = page.next;
    if (!page.isCaughtUp) return undefined;
    const newest = { order: 'newest' as const, limit: 1, after: undefined };
    const [last] = await findEvents(t.app, t.workspaceId, { types }, newest);
    return last?.data['n'] === seen.at(-1) || undefined;
  });
  return { seen, next };
}

test('a reader that follows gets everything once, in order, and goes on where it stopped', async () => {
  await happen('first.seen', 1, 2, 3);
  await happen('other.seen', 100);
  await happen('first.seen', 4, 5);
  const { seen, next } = await follow(undefined, ['first.*']);
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(
    (await readOnward(t.app, t.workspaceId, { types: ['first.*'] }, { limit: 2, after: next }))
      .events,
  ).toEqual([]);
  await happen('first.seen', 6);
  expect((await follow(next, ['first.*'])).seen).toEqual([6]);
});

test('a reader may begin with a moment', async () => {
  await happen('moment.seen', 1);
  t.clock.advance(3_600_000);
  const since = t.clock.now();
  await happen('moment.seen', 2);
  t.clock.advance(1_000);
  await happen('moment.seen', 3);
  expect((await follow(undefined, ['moment.seen'], 10, since)).seen).toEqual([2, 3]);
});

test('what a running transaction may yet bring before it is held back', async () => {
  await happen('late.seen', 1);
  const { next } = await follow(undefined, ['late.*']);
  if (t.app.database.kind === 'embedded') return;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const started = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const slow = t.app.database.transaction(async (tx) => {
    await recordEvents(tx, [
      { workspaceId: t.workspaceId, type: 'late.seen', at: t.clock.now(), data: { n: 2 } },
    ]);
    begun();
    await held;
  });
  await started;
  await happen('late.seen', 3);
  const page = { limit: 10, after: next };
  expect((await readOnward(t.app, t.workspaceId, { types: ['late.*'] }, page)).events).toEqual([]);
  release();
  await slow;
  expect((await follow(next, ['late.*'], 10)).seen).toEqual([2, 3]);
});

test.each(['1', 'x-1', '1-x', '-', '99999999999999999999-1'])(
  'the cursor %s is refused',
  async (after) => {
    await expect(readOnward(t.app, t.workspaceId, {}, { limit: 1, after })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  },
);
