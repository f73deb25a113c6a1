import { and, eq } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { addToDoNotContact, findOptOut, isKnownBy } from './do-not-contact.ts';
import type { Identifiers } from './identifiers.ts';
import { mergeContacts } from './merge-contacts.ts';
import { type Contact, contacts } from './tables.ts';

export type Person = Identifiers & { firstName?: string; lastName?: string };

/**
 * Finds the contact that a person is, or makes it; locks it until the transaction ends. What is
 * newly known is added; contacts that turn out to be one person become one. A person on the
 * do-not-contact list is there under every name they are ever known by.
 */
export async function identifyContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Person,
): Promise<Contact> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const known = await findMatches(tx, workspaceId, person);
    const chosen = chooseContact(known, person);
    if (chosen) return adopt(app, tx, chosen, known, person);
    for (const other of known) await releaseIdentifiers(tx, other, person);
    const made = await insertContact(app, tx, workspaceId, person);
    if (made) return carryStopOver(app, tx, made);
    // Somebody else made it in the meantime: find it.
  }
  throw new Error('a contact could neither be found nor made');
}

/** As `identifyContact`, but makes nobody up: undefined when the person isn't known. */
export async function recogniseContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Person,
): Promise<Contact | undefined> {
  const known = await findMatches(tx, workspaceId, person);
  const chosen = chooseContact(known, person);
  return chosen && adopt(app, tx, chosen, known, person);
}

/**
 * Finds or makes the contact that a stranger says to be. What nobody has proved changes nothing of
 * people known already: no name is learned, nobody is merged, nothing changes hands. Of several
 * people who would fit, the number decides.
 */
export async function identifyClaimed(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Person,
): Promise<Contact> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const chosen = chooseContact(await findMatches(tx, workspaceId, person), person);
    if (chosen) return chosen;
    const made = await insertContact(app, tx, workspaceId, person);
    if (made) return carryStopOver(app, tx, made);
  }
  throw new Error('a contact could neither be found nor made');
}

/** Everybody who shares an identifier with this person. */
async function findMatches(tx: Db, workspaceId: number, person: Person): Promise<Contact[]> {
  const known = isKnownBy(person);
  if (!known) throw new Error('a person without any identifier cannot be looked up');
  return tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), known))
    .orderBy(contacts.id)
    .for('update');
}

/** The id is who somebody is; a number comes next, a username can change hands. */
function chooseContact(known: Contact[], person: Person): Contact | undefined {
  const canBe = (c: Contact) =>
    person.telegramId == null || c.telegramId === null || c.telegramId === person.telegramId;
  return (
    (person.telegramId == null
      ? undefined
      : known.find((c) => c.telegramId === person.telegramId)) ??
    known.find((c) => canBe(c) && person.phone && c.phone === person.phone) ??
    known.find((c) => canBe(c) && person.username && c.username === person.username)
  );
}

async function adopt(
  app: App,
  tx: Db,
  chosen: Contact,
  known: Contact[],
  person: Person,
): Promise<Contact> {
  let contact = chosen;
  let isMerged = false;
  for (const other of known) {
    if (other.id === chosen.id) continue;
    const isSomebodyElse =
      other.telegramId !== null &&
      (person.telegramId ?? chosen.telegramId) !== null &&
      other.telegramId !== (person.telegramId ?? chosen.telegramId);
    if (isSomebodyElse) {
      await releaseIdentifiers(tx, other, person);
    } else {
      contact = await mergeContacts(app, tx, contact, other);
      isMerged = true;
    }
  }
  const { learned, hasNewIdentifier } = await learn(tx, contact, person);
  return isMerged || hasNewIdentifier ? carryStopOver(app, tx, learned) : learned;
}

/** A username or number that has changed hands leaves the one who had it. */
async function releaseIdentifiers(tx: Db, other: Contact, person: Person): Promise<void> {
  await tx
    .update(contacts)
    .set({
      ...(other.username === person.username && { username: null }),
      ...(other.phone === person.phone && { phone: null }),
    })
    .where(and(eq(contacts.workspaceId, other.workspaceId), eq(contacts.id, other.id)));
}

/** Adds what is newly known. */
async function learn(
  tx: Db,
  contact: Contact,
  person: Person,
): Promise<{ learned: Contact; hasNewIdentifier: boolean }> {
  const news = {
    ...(person.telegramId != null &&
      contact.telegramId === null && { telegramId: person.telegramId }),
    ...(person.username && person.username !== contact.username && { username: person.username }),
    ...(person.phone && person.phone !== contact.phone && { phone: person.phone }),
    // What a team calls a person stands above what they call themselves in Telegram.
    ...(person.firstName &&
      (contact.firstName === '' || contact.firstName === person.firstName) &&
      contact.lastName === '' &&
      (contact.firstName === '' || person.lastName) && {
        firstName: person.firstName,
        lastName: person.lastName ?? '',
      }),
  };
  if (Object.keys(news).length === 0) return { learned: contact, hasNewIdentifier: false };
  const [updated] = await tx
    .update(contacts)
    .set(news)
    .where(and(eq(contacts.workspaceId, contact.workspaceId), eq(contacts.id, contact.id)))
    .returning();
  if (!updated) throw new Error('the contact vanished under its lock');
  const hasNewIdentifier = 'telegramId' in news || 'username' in news || 'phone' in news;
  return { learned: updated, hasNewIdentifier };
}

/** Who is stopped under one name is stopped under all of them, since the same day. */
export async function carryStopOver(app: App, tx: Db, contact: Contact): Promise<Contact> {
  const { workspaceId, id: contactId, telegramId, username, phone } = contact;
  const listedAt = await findOptOut(app, tx, workspaceId, { telegramId, username, phone });
  const stoppedAt = contact.optedOutAt ?? listedAt;
  if (!stoppedAt) return contact;
  await addToDoNotContact(
    app,
    tx,
    workspaceId,
    { contactId, telegramId, username, phone },
    { reason: 'known under another name', evidence: {}, actor: systemActor, since: stoppedAt },
  );
  return { ...contact, optedOutAt: stoppedAt };
}

async function insertContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Person,
): Promise<Contact | undefined> {
  const [made] = await tx
    .insert(contacts)
    .values({
      workspaceId,
      telegramId: person.telegramId ?? null,
      username: person.username ?? null,
      phone: person.phone ?? null,
      firstName: person.firstName ?? '',
      lastName: person.lastName ?? '',
      createdAt: app.clock.now(),
    })
    .onConflictDoNothing()
    .returning();
  return made;
}
