import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { systemActor } from '../../base/events/record-events.ts';
import { addToDoNotContact, findOptOut } from './do-not-contact.ts';
import { identifyContact, type Person, recogniseContact } from './identify-contact.ts';
import { recordConsent } from './record-consent.ts';
import { type Contact, consents, contacts } from './tables.ts';

let house: TestApp;
let lastId = 0;

beforeAll(async () => {
  house = await openTestApp();
});
afterAll(() => house?.close());

/** Identifiers that no other test uses. */
function somebody() {
  lastId += 1;
  const n = 1_000 + lastId;
  return { telegramId: n, username: `person_${n}`, phone: `+7999000${n}` };
}

function identify(person: Person): Promise<Contact> {
  const { app, workspaceId } = house;
  return app.database.transaction((tx) => identifyContact(app, tx, workspaceId, person));
}

function stop(person: Person & { contactId?: number }): Promise<void> {
  const { app, workspaceId } = house;
  const optOut = { reason: 'asked', evidence: {}, actor: systemActor };
  return app.database.transaction((tx) => addToDoNotContact(app, tx, workspaceId, person, optOut));
}

/** As the product does: under everything the contact is known by. */
function stopContact({ id: contactId, telegramId, username, phone }: Contact): Promise<void> {
  return stop({ contactId, telegramId, username, phone });
}

function isStopped(person: Person): Promise<Date | undefined> {
  const { app, workspaceId } = house;
  return app.database.transaction((tx) => findOptOut(app, tx, workspaceId, person));
}

async function contactOf(id: number): Promise<Contact | undefined> {
  return (await house.app.db.select().from(contacts).where(eq(contacts.id, id)))[0];
}

test('a person seen twice under one name is one contact, and what is new is added', async () => {
  const { telegramId, username, phone } = somebody();
  const first = await identify({ username, firstName: 'Anna' });
  const second = await identify({ telegramId, username, phone, firstName: 'Anna', lastName: 'K' });
  expect(second.id).toBe(first.id);
  expect(await contactOf(first.id)).toMatchObject({
    telegramId,
    username,
    phone,
    firstName: 'Anna',
    lastName: 'K',
  });
});

test('what the team calls a person is not replaced by what they call themselves', async () => {
  const { telegramId, username } = somebody();
  const { id } = await identify({ username, firstName: 'Анна', lastName: 'Петрова' });
  await identify({ telegramId, username, firstName: '🔥 annie', lastName: '' });
  expect(await contactOf(id)).toMatchObject({ firstName: 'Анна', lastName: 'Петрова' });
});

test('contacts that turn out to be one person become one, with all that both had', async () => {
  const { telegramId, username, phone } = somebody();
  const byPhone = await identify({ phone, firstName: 'Anna' });
  const { app, workspaceId } = house;
  await app.database.transaction((tx) =>
    recordConsent(app, tx, workspaceId, byPhone.id, {
      source: 'site',
      basis: 'opt_in',
      evidence: { form: 1 },
    }),
  );
  const byName = await identify({ telegramId, username });
  const one = await identify({ telegramId, phone });
  expect(one).toMatchObject({ telegramId, username, phone, firstName: 'Anna' });
  const left = [await contactOf(byPhone.id), await contactOf(byName.id)].filter(Boolean);
  expect(left).toHaveLength(1);
  const [consent] = await app.db.select().from(consents).where(eq(consents.contactId, one.id));
  expect(one.consentId).toBe(consent?.id);
  expect(consent?.evidence).toEqual({ form: 1 });
});

test('a username that changed hands leaves the one who had it, and makes a new contact', async () => {
  const { telegramId, username } = somebody();
  const former = await identify({ telegramId, username });
  const newcomer = await identify({ telegramId: somebody().telegramId, username });
  expect(newcomer.id).not.toBe(former.id);
  expect(newcomer.username).toBe(username);
  expect(await contactOf(former.id)).toMatchObject({ telegramId, username: null });
});

test('a newcomer may take the number of one person and the username of another', async () => {
  const one = somebody();
  const other = somebody();
  await identify({ telegramId: one.telegramId, phone: one.phone });
  await identify({ telegramId: other.telegramId, username: other.username });
  const { telegramId } = somebody();
  const newcomer = await identify({ telegramId, phone: one.phone, username: other.username });
  expect(newcomer).toMatchObject({ telegramId, phone: one.phone, username: other.username });
});

test('a known person takes over a username that a stranger had', async () => {
  const stranger = somebody();
  const had = await identify({ telegramId: stranger.telegramId, username: stranger.username });
  const { telegramId } = somebody();
  const known = await identify({ telegramId });
  const now = await identify({ telegramId, username: stranger.username });
  expect(now).toMatchObject({ id: known.id, username: stranger.username });
  expect((await contactOf(had.id))?.username).toBeNull();
});

test('two Telegram ids are two people, whatever else they share', async () => {
  const { phone } = somebody();
  const one = await identify({ telegramId: somebody().telegramId, phone });
  const other = await identify({ telegramId: somebody().telegramId, phone });
  expect(other.id).not.toBe(one.id);
});

test('a person without any identifier is refused, and nobody is touched', async () => {
  await expect(identify({ firstName: 'Nobody' })).rejects.toThrow(/identifier/);
});

test('recognising makes nobody up', async () => {
  const { app, workspaceId } = house;
  const { username } = somebody();
  const known = await app.database.transaction((tx) =>
    recogniseContact(app, tx, workspaceId, { username }),
  );
  expect(known).toBeUndefined();
});

test('two writers who meet one new person at once make one contact', async () => {
  const { telegramId, username, phone } = somebody();
  const made = await Promise.all([
    identify({ telegramId, username }),
    identify({ telegramId, phone }),
    identify({ telegramId }),
  ]);
  expect(new Set(made.map((c) => c.id)).size).toBe(1);
});

test('a stop covers what a person is found to be known by later', async () => {
  const { telegramId, username, phone } = somebody();
  const contact = await identify({ telegramId });
  await stopContact(contact);
  await identify({ telegramId, username, phone });
  expect(await isStopped({ username })).toBeDefined();
  expect(await isStopped({ phone })).toBeDefined();
});

test('a stop of either one is a stop of both when two contacts become one', async () => {
  const { telegramId, username } = somebody();
  const stopped = await identify({ username });
  await stopContact(stopped);
  await identify({ telegramId });
  const one = await identify({ telegramId, username });
  expect(one.optedOutAt).toBeInstanceOf(Date);
  expect(await isStopped({ telegramId })).toBeDefined();
});

test('a stop keeps its date when it is carried over to another name', async () => {
  const { telegramId, username } = somebody();
  const contact = await identify({ telegramId });
  await stopContact(contact);
  const since = house.clock.now();
  house.clock.advance(86_400_000);
  await identify({ telegramId, username });
  expect(await isStopped({ username })).toEqual(since);
  expect((await contactOf(contact.id))?.optedOutAt).toEqual(since);
});

test('somebody who was stopped before we knew them is stopped from the start', async () => {
  const { telegramId, username } = somebody();
  await stop({ username });
  const met = await identify({ telegramId, username });
  expect(met.optedOutAt).toBeInstanceOf(Date);
  expect(await isStopped({ telegramId })).toBeDefined();
});

/** Every way to see some of a person's identifiers, at least one. */
const glimpse = fc
  .tuple(fc.boolean(), fc.boolean(), fc.boolean())
  .filter((seen) => seen.some(Boolean));

test('in whatever order a person is learned of, the end is one contact with everything', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(glimpse, { minLength: 0, maxLength: 4 }),
      fc.nat(10),
      async (seen, stopAt) => {
        const person = somebody();
        const seeing = ([id, name, phone]: boolean[]): Person => ({
          ...(id && { telegramId: person.telegramId }),
          ...(name && { username: person.username }),
          ...(phone && { phone: person.phone }),
        });
        for (const [i, what] of seen.entries()) {
          const contact = await identify(seeing(what));
          if (i === stopAt) await stopContact(contact);
        }
        const end = await identify(person);
        expect(end).toMatchObject(person);
        for (const what of seen) expect((await identify(seeing(what))).id).toBe(end.id);
        const isOut = stopAt < seen.length;
        expect(end.optedOutAt !== null).toBe(isOut);
        const { telegramId, username, phone } = person;
        for (const one of [{ telegramId }, { username }, { phone }])
          expect((await isStopped(one)) !== undefined).toBe(isOut);
      },
    ),
    { numRuns: 60 },
  );
});
