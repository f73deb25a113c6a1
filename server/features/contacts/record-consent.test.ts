import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp } from '../../../test/support/app.ts';
import { identifyContact } from './identify-contact.ts';
import { type ConsentInput, recordConsent } from './record-consent.ts';
import { consents, contacts, sources } from './tables.ts';

let house: TestApp;
let lastId = 0;

beforeAll(async () => {
  house = await openTestApp();
});
afterAll(() => house?.close());

async function newContactId(): Promise<number> {
  lastId += 1;
  const { app, workspaceId } = house;
  const made = await app.database.transaction((tx) =>
    identifyContact(app, tx, workspaceId, { telegramId: lastId }),
  );
  return made.id;
}

function record(contactId: number, input: Partial<ConsentInput>): Promise<void> {
  const { app, workspaceId } = house;
  const consent = { source: 'site', basis: 'opt_in' as const, evidence: {}, ...input };
  return app.database.transaction((tx) => recordConsent(app, tx, workspaceId, contactId, consent));
}

test('a consent is kept with its source, date and evidence, and the contact points at it', async () => {
  const id = await newContactId();
  await record(id, { evidence: { form: 7 } });
  const kept = await house.app.db.select().from(consents).where(eq(consents.contactId, id));
  expect(kept).toMatchObject([{ givenAt: house.clock.now(), evidence: { form: 7 } }]);
  const [contact] = await house.app.db.select().from(contacts).where(eq(contacts.id, id));
  expect(contact?.consentId).toBe(kept[0]?.id);
});

test('the same consent of the same source is kept once', async () => {
  const id = await newContactId();
  await record(id, {});
  await record(id, { source: 'SITE' });
  expect(await house.app.db.select().from(consents).where(eq(consents.contactId, id))).toHaveLength(
    1,
  );
});

test('a source is declared by its first use, whatever its letters', async () => {
  await record(await newContactId(), { source: 'Выставка', basis: 'customer' });
  await record(await newContactId(), { source: 'выставка', basis: 'customer' });
  const declared = await house.app.db.select().from(sources).where(eq(sources.name, 'Выставка'));
  expect(declared).toMatchObject([{ basis: 'customer' }]);
});

test('a source cannot stand for two bases, and what the refused call wrote is gone', async () => {
  await record(await newContactId(), { source: 'shop', basis: 'customer' });
  const id = await newContactId();
  await expect(record(id, { source: 'shop', basis: 'public_business' })).rejects.toMatchObject({
    code: 'invalid_request',
    text: { en: expect.stringContaining('customer'), ru: expect.stringContaining('shop') },
  });
  expect(await house.app.db.select().from(consents).where(eq(consents.contactId, id))).toEqual([]);
});

test('two calls that declare one source at once share it', async () => {
  const ids = [await newContactId(), await newContactId(), await newContactId()];
  await Promise.all(ids.map((id) => record(id, { source: 'at once', basis: 'contract' })));
  const declared = await house.app.db.select().from(sources).where(eq(sources.name, 'at once'));
  expect(declared).toHaveLength(1);
});
