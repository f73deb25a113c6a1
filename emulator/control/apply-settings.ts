import type { z } from 'zod';
import { removeContact, saveContact } from '../world/contacts/save-contact.ts';
import { setBlocked } from '../world/contacts/set-blocked.ts';
import { DH_GROUP } from '../world/sessions/dh-group.ts';
import { makePassword } from '../world/sessions/srp.ts';
import { changeUser } from '../world/users/change-user.ts';
import type { User } from '../world/users/user.ts';
import { type Box, userById } from './box.ts';
import { readPersona } from './read-persona.ts';
import type { userChange } from './user-schemas.ts';

type Change = z.output<typeof userChange>;

/** Changes a person as a body of the control API says; what it doesn't name stays. */
export async function applySettings(box: Box, user: User, change: Change): Promise<void> {
  const { password, restricted, limited, blocks, contacts, persona, ...plain } = change;
  const people = contacts?.map((contact) => {
    const given = typeof contact === 'number' ? { id: contact } : contact;
    const person = userById(box, given.id);
    return { person, contact: { firstName: person.firstName, ...withoutId(given) } };
  });
  const assigned = persona && readPersona(persona);
  const blockedPeople = blocks?.map((id) => userById(box, id));

  changeUser(box.world, user, {
    ...plain,
    restricted: restricted === undefined ? undefined : readRestriction(restricted),
    limited: limited === undefined ? undefined : readLimit(limited),
  });
  if (password === null) user.password = undefined;
  else if (password !== undefined) {
    user.password = await makePassword(DH_GROUP, box.world.random, password);
  }
  if (assigned !== undefined) box.personas.assign(user.id, assigned ?? undefined);
  if (people) replaceContacts(box, user, people);
  if (blockedPeople) replaceBlocks(box, user, blockedPeople);
}

function withoutId<T extends { id: number }>({ id: _, ...rest }: T): Omit<T, 'id'> {
  return rest;
}

function readRestriction(given: NonNullable<Change['restricted']>) {
  if (given === false) return null;
  return given === true ? { reason: 'This account is restricted.' } : given;
}

function readLimit(given: NonNullable<Change['limited']>) {
  if (given === false) return null;
  return given === true ? {} : { until: Date.parse(given.until) };
}

function replaceContacts(
  box: Box,
  user: User,
  people: { person: User; contact: { firstName: string; lastName?: string | undefined } }[],
): void {
  const kept = new Set(people.map(({ person }) => person.id));
  for (const id of [...user.contacts.keys()]) {
    const person = box.world.users.get(id);
    if (person && !kept.has(id)) removeContact(box.world, user, person);
  }
  for (const { person, contact } of people) saveContact(box.world, user, person, contact);
}

function replaceBlocks(box: Box, user: User, people: User[]): void {
  const kept = new Set(people.map((person) => person.id));
  for (const id of [...user.blocked]) {
    const person = box.world.users.get(id);
    if (person && !kept.has(id)) setBlocked(box.world, user, person, false);
  }
  for (const person of people) setBlocked(box.world, user, person, true);
}
