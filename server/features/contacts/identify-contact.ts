import { and, eq, or } from 'drizzle-orm';
import type { Db } from '../../base/db/database.ts';
import { systemActor } from '../../base/events/record-events.ts';
import type { App } from '../../context.ts';
import { addToDoNotContact, findOptOut } from './do-not-contact.ts';
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
    const known = await recogniseContact(app, tx, workspaceId, person);
    if (known) return known;
    const made = await insertContact(app, tx, workspaceId, person);
    if (made) return made;
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

/** Everybody who shares an identifier with this person. */
function findMatches(tx: Db, workspaceId: number, p: Person): Promise<Contact[]> {
  return tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        or(
          p.telegramId == null ? undefined : eq(contacts.telegramId, p.telegramId),
          p.username ? eq(contacts.username, p.username) : undefined,
          p.phone ? eq(contacts.phone, p.phone) : undefined,
        ),
      ),
    )
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
  for (const other of known) {
    if (other.id === chosen.id) continue;
    const isSomebodyElse =
      other.telegramId !== null &&
      (person.telegramId ?? chosen.telegramId) !== null &&
      other.telegramId !== (person.telegramId ?? chosen.telegramId);
    if (isSomebodyElse) await releaseIdentifiers(tx, other, person);
    else contact = await mergeContacts(app, tx, contact, other);
  }
  return learn(app, tx, contact, person);
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

/** Adds what is newly known, and carries a stop over to new identifiers in both directions. */
async function learn(app: App, tx: Db, contact: Contact, person: Person): Promise<Contact> {
  const news = {
    ...(person.telegramId != null &&
      contact.telegramId === null && { telegramId: person.telegramId }),
    ...(person.username && person.username !== contact.username && { username: person.username }),
    ...(person.phone && person.phone !== contact.phone && { phone: person.phone }),
    ...(person.firstName &&
      person.firstName !== contact.firstName && { firstName: person.firstName }),
    ...(person.lastName !== undefined &&
      person.firstName &&
      person.lastName !== contact.lastName && { lastName: person.lastName }),
  };
  if (Object.keys(news).length === 0) return contact;
  const [updated] = await tx
    .update(contacts)
    .set(news)
    .where(and(eq(contacts.workspaceId, contact.workspaceId), eq(contacts.id, contact.id)))
    .returning();
  if (!updated) throw new Error('the contact vanished under its lock');
  const hasNewIdentifier = 'telegramId' in news || 'username' in news || 'phone' in news;
  return hasNewIdentifier ? carryStopOver(app, tx, updated) : updated;
}

async function carryStopOver(app: App, tx: Db, contact: Contact): Promise<Contact> {
  const { workspaceId, id: contactId, telegramId, username, phone } = contact;
  const stoppedAt =
    contact.optedOutAt ?? (await findOptOut(app, tx, workspaceId, { telegramId, username, phone }));
  if (!stoppedAt) return contact;
  await addToDoNotContact(
    app,
    tx,
    workspaceId,
    { contactId, telegramId, username, phone },
    { reason: 'known under another name', evidence: {}, actor: systemActor },
  );
  return { ...contact, optedOutAt: stoppedAt };
}

async function insertContact(
  app: App,
  tx: Db,
  workspaceId: number,
  person: Person,
): Promise<Contact | undefined> {
  const optedOutAt = await findOptOut(app, tx, workspaceId, person);
  const [made] = await tx
    .insert(contacts)
    .values({
      workspaceId,
      telegramId: person.telegramId ?? null,
      username: person.username ?? null,
      phone: person.phone ?? null,
      firstName: person.firstName ?? '',
      lastName: person.lastName ?? '',
      optedOutAt: optedOutAt ?? null,
      createdAt: app.clock.now(),
    })
    .onConflictDoNothing()
    .returning();
  return made;
}
