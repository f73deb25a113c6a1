import { desc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { adoptRestoredEvents } from '../../base/events/read-events.ts';
import { recordEvents, systemActor } from '../../base/events/record-events.ts';
import { findBrokenAuditEntry, listAudit, readAudit } from './audit.ts';
import { auditHeads, auditLog } from './tables.ts';

let house: TestApp;

beforeEach(async () => {
  house = await openTestApp();
  await readAudit(house.app);
});
afterEach(() => house?.close());

/** Each is one deed of a key, in a transaction of its own. */
async function act(...names: string[]): Promise<void> {
  const { app, workspaceId, clock } = house;
  for (const name of names) {
    await app.database.transaction((tx) =>
      recordEvents(tx, [
        {
          workspaceId,
          type: 'settings.changed',
          at: clock.now(),
          actor: { kind: 'api_key', id: 1, address: '127.0.0.1' },
          data: { z: 1, name, a: { y: 2, b: [3, { d: 4, c: 5 }] } },
        },
      ]),
    );
  }
}

async function log(): Promise<void> {
  while ((await readAudit(house.app)) !== 'nothing');
}

const entries = () => house.app.db.select().from(auditLog).orderBy(auditLog.id);
const check = () => findBrokenAuditEntry(house.app, house.workspaceId);
const names = async () => (await entries()).map((entry) => entry.details['name']);

test('what was done is in the log once, in order, and the chain holds', async () => {
  await act('one', 'two');
  await log();
  await act('three');
  await log();
  expect(await names()).toEqual(['one', 'two', 'three']);
  expect(await check()).toBeUndefined();
});

test('an empty log is whole', async () => {
  expect(await check()).toBeUndefined();
});

test('what the system does by itself is no deed of anybody', async () => {
  const { app, workspaceId, clock } = house;
  await app.database.transaction((tx) =>
    recordEvents(tx, [{ workspaceId, type: 'message.sent', at: clock.now(), actor: systemActor }]),
  );
  await log();
  expect(await entries()).toEqual([]);
});

test('the newest come first, a page at a time', async () => {
  await act('one', 'two', 'three');
  await log();
  const { app, workspaceId } = house;
  const first = await listAudit(app, workspaceId, {}, { limit: 2, beforeId: undefined });
  const second = await listAudit(app, workspaceId, {}, { limit: 2, beforeId: first.at(-1)?.id });
  const all = [...first, ...second].map((entry) => entry.details['name']);
  expect(all).toEqual(['three', 'two', 'one']);
});

const tampering: [string, number, (ids: number[]) => Promise<unknown>][] = [
  [
    'a changed detail',
    1,
    ([, id = 0]) =>
      house.app.db
        .update(auditLog)
        .set({ details: sql`${auditLog.details} || '{"name": "forged"}'` })
        .where(eq(auditLog.id, id)),
  ],
  [
    'a changed actor',
    1,
    ([, id = 0]) =>
      house.app.db
        .update(auditLog)
        .set({ actor: { kind: 'api_key', id: 99 } })
        .where(eq(auditLog.id, id)),
  ],
  [
    'a changed time',
    0,
    ([id = 0]) =>
      house.app.db
        .update(auditLog)
        .set({ at: new Date(0) })
        .where(eq(auditLog.id, id)),
  ],
  [
    'a removed entry, at the one after it',
    2,
    ([, id = 0]) => house.app.db.delete(auditLog).where(eq(auditLog.id, id)),
  ],
  [
    'the first entry removed, at the one after it',
    1,
    ([id = 0]) => house.app.db.delete(auditLog).where(eq(auditLog.id, id)),
  ],
  [
    'the last entry removed',
    2,
    ([, , id = 0]) => house.app.db.delete(auditLog).where(eq(auditLog.id, id)),
  ],
  ['the whole log removed', 2, () => house.app.db.delete(auditLog)],
  ['the end of the chain forgotten', 0, () => house.app.db.delete(auditHeads)],
];

test.each(tampering)('%s is found', async (_, place, tamper) => {
  await act('one', 'two', 'three');
  await log();
  const ids = (await entries()).map((entry) => entry.id);
  await tamper(ids);
  expect(await check()).toBe(ids[place]);
});

test('an end that was cut off shows even after more was done', async () => {
  await act('one', 'two');
  await log();
  const [last] = await house.app.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1);
  await house.app.db.delete(auditLog).where(eq(auditLog.id, last?.id ?? 0));
  await act('three');
  await log();
  const [newest] = await house.app.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1);
  expect(await check()).toBe(newest?.id);
});

test('an end moved back to an earlier entry without the key is found', async () => {
  await act('one', 'two');
  await log();
  const [first, second] = await entries();
  await house.app.db.delete(auditLog).where(eq(auditLog.id, second?.id ?? 0));
  await house.app.db
    .update(auditHeads)
    .set({ entryId: first?.id ?? 0, hash: first?.hash ?? new Uint8Array() });
  expect(await check()).toBe(first?.id);
});

test('one workspace knows nothing of the log of another', async () => {
  const { app } = house;
  await act('mine');
  await log();
  const page = { limit: 10, beforeId: undefined };
  expect(await listAudit(app, house.workspaceId + 1, {}, page)).toEqual([]);
  await app.db.delete(auditLog);
  expect(await findBrokenAuditEntry(app, house.workspaceId + 1)).toBeUndefined();
});

test('events that are read again after a backup was restored are logged once', async () => {
  const { app } = house;
  await act('one', 'two', 'three');
  await log();
  // The cursor of a restored backup may stand before what was logged already.
  await app.database.runScript(`
    update events set xid = (xid::text::bigint + 1000000)::text::xid8;
    update event_cursors set xid = (xid::text::bigint + 1000000)::text::xid8, id = 0
      where reader = 'audit';
    update event_cursors set xid = (select min(xid) from events) where reader = 'audit';
  `);
  await adoptRestoredEvents(app.database);
  await act('four');
  await log();
  expect(await names()).toEqual(['one', 'two', 'three', 'four']);
  expect(await check()).toBeUndefined();
});
