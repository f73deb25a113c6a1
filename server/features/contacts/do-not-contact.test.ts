import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { int, selectRows, text } from '../../base/db/rows.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { addToDoNotContact, findOptOut, liftDoNotContact } from './do-not-contact.ts';
import type { Identifiers } from './identifiers.ts';
import { identifyContact } from './identify-contact.ts';
import { contacts, doNotContact } from './tables.ts';

let house: TestApp;

beforeAll(async () => {
  house = await openTestApp();
});
afterAll(() => house?.close());

const operator = { kind: 'api_key' as const, id: 1 };

function stop(person: Identifiers & { contactId?: number }): Promise<void> {
  const { app, workspaceId } = house;
  return app.database.transaction((tx) =>
    addToDoNotContact(app, tx, workspaceId, person, {
      reason: 'asked to stop',
      evidence: { said: 'стоп' },
      actor: operator,
    }),
  );
}

function lift(person: Identifiers & { contactId?: number }, because: string): Promise<boolean> {
  const { app, workspaceId } = house;
  return app.database.transaction((tx) =>
    liftDoNotContact(app, tx, workspaceId, person, { because, actor: operator }),
  );
}

function since(person: Identifiers, workspaceId = house.workspaceId): Promise<Date | undefined> {
  const { app } = house;
  return app.database.transaction((tx) => findOptOut(app, tx, workspaceId, person));
}

function eventsOf(contactId: number) {
  return selectRows(
    house.app.db,
    { type: text },
    sql`select type from events where contact_id = ${contactId} order by id`,
  );
}

test('the list outlives the contact: the hash alone recognises the person', async () => {
  const { app, workspaceId } = house;
  const contact = await app.database.transaction((tx) =>
    identifyContact(app, tx, workspaceId, { telegramId: 11, username: 'eleven' }),
  );
  await stop({ contactId: contact.id, telegramId: 11, username: 'eleven' });
  await app.db.delete(contacts).where(eq(contacts.id, contact.id));
  expect(await since({ username: 'eleven' })).toBeInstanceOf(Date);
  const again = await app.database.transaction((tx) =>
    identifyContact(app, tx, workspaceId, { telegramId: 11 }),
  );
  expect(again.optedOutAt).toBeInstanceOf(Date);
});

test('nothing in the list says who is on it', async () => {
  await stop({ phone: '+79990001122', username: 'secret_person' });
  const rows = await house.app.db.select().from(doNotContact);
  const kept = rows.map((row) => JSON.stringify(row) + Buffer.from(row.identifierHash)).join();
  expect(kept).not.toMatch(/79990001122|secret_person/);
});

test('a stop of one workspace is not a stop of another', async () => {
  const [other] = await selectRows(
    house.app.db,
    { id: int },
    sql`insert into workspaces (name, language, time_zone, created_at)
        values ('Other', 'en', 'UTC', now()) returning id`,
  );
  await stop({ telegramId: 12 });
  expect(await since({ telegramId: 12 })).toBeDefined();
  expect(await since({ telegramId: 12 }, other?.id)).toBeUndefined();
});

test('the same stop said twice is one entry and one event, and keeps its first date', async () => {
  const { app, workspaceId, clock } = house;
  const contact = await app.database.transaction((tx) =>
    identifyContact(app, tx, workspaceId, { telegramId: 13 }),
  );
  const first = clock.now();
  await stop({ contactId: contact.id, telegramId: 13 });
  clock.advance(3_600_000);
  await stop({ contactId: contact.id, telegramId: 13 });
  expect(await since({ telegramId: 13 })).toEqual(first);
  expect(await eventsOf(contact.id)).toEqual([{ type: 'contact.opted_out' }]);
});

test('a stop is lifted with its reason, and who lifted it is on record', async () => {
  const { app, workspaceId } = house;
  const contact = await app.database.transaction((tx) =>
    identifyContact(app, tx, workspaceId, { telegramId: 14, phone: '+79990000014' }),
  );
  const known = { contactId: contact.id, telegramId: 14, phone: '+79990000014' };
  await stop(known);
  expect(await lift(known, 'the verdict was wrong')).toBe(true);
  expect(await since(known)).toBeUndefined();
  const [now] = await app.db.select().from(contacts).where(eq(contacts.id, contact.id));
  expect(now?.optedOutAt).toBeNull();
  const lifted = await app.db
    .select()
    .from(doNotContact)
    .where(eq(doNotContact.liftedBecause, 'the verdict was wrong'));
  expect(lifted.map((row) => row.kind).sort()).toEqual(['phone', 'telegram_id']);
  expect(await eventsOf(contact.id)).toEqual([
    { type: 'contact.opted_out' },
    { type: 'contact.opt_out_corrected' },
  ]);
});

test('somebody who was let go can stop us again', async () => {
  await stop({ telegramId: 15 });
  await lift({ telegramId: 15 }, 'mistake');
  await stop({ telegramId: 15 });
  expect(await since({ telegramId: 15 })).toBeDefined();
});

test('lifting what was never stopped changes nothing', async () => {
  expect(await lift({ telegramId: 16 }, 'why not')).toBe(false);
});

test('nobody is stopped by a stop without any identifier', async () => {
  await expect(stop({})).rejects.toThrow(/identifier/);
});

test('a stop and the first meeting at the same moment never miss each other', async () => {
  const { app, workspaceId } = house;
  for (let n = 0; n < 15; n++) {
    const username = `crossing_${n}`;
    const meet = app.database.transaction((tx) =>
      identifyContact(app, tx, workspaceId, { username, telegramId: 2_000 + n }),
    );
    await Promise.all(n % 2 ? [meet, stop({ username })] : [stop({ username }), meet]);
    const [met] = await app.db.select().from(contacts).where(eq(contacts.username, username));
    expect(met?.optedOutAt, username).toBeInstanceOf(Date);
  }
});

test('an event of a stop by the system names the system', async () => {
  const { app, workspaceId } = house;
  await app.database.transaction((tx) =>
    addToDoNotContact(
      app,
      tx,
      workspaceId,
      { telegramId: 17 },
      {
        reason: 'judged',
        evidence: {},
        actor: systemActor,
      },
    ),
  );
  const [event] = await selectRows(
    app.db,
    { actor: text },
    sql`select actor->>'kind' as actor from events order by id desc limit 1`,
  );
  expect(event?.actor).toBe('system');
});
