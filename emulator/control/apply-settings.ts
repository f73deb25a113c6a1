import type { z } from 'zod';
import type { Persona } from '../personas/persona.ts';
import { removeContact, saveContact } from '../world/contacts/save-contact.ts';
import { setBlocked } from '../world/contacts/set-blocked.ts';
import { DH_GROUP } from '../world/sessions/dh-group.ts';
import { makePassword } from '../world/sessions/srp.ts';
import { changeUser } from '../world/users/change-user.ts';
import type { Contact, User } from '../world/users/user.ts';
import { type Box, userById } from './box.ts';
import { readPersona } from './read-persona.ts';
import type { userChange } from './user-schemas.ts';

type Change = z.output<typeof userChange>;

/** What a body asks for, with the people and the persona that it names looked up. */
export type Settings = Omit<Change, 'blocks' | 'contacts' | 'persona'> & {
  blocks?: User[] | undefined;
  contacts?: { person: User; contact: Contact }[] | undefined;
  /** null takes a persona away. */
  persona?: Persona | null | undefined;
};

/** @throws ControlError not_found, invalid_request */
export function readSettings(box: Box, change: Change): Settings {
  const { blocks, contacts, persona, ...rest } = change;
  return {
    ...rest,
    blocks: blocks?.map((id) => userById(box, id)),
    contacts: contacts?.map((contact) => {
      const given = typeof contact === 'number' ? { id: contact } : contact;
      const person = userById(box, given.id);
      return { person, contact: { firstName: person.firstName, ...withoutId(given) } };
    }),
    persona: persona && readPersona(persona),
  };
}

/** Changes a person; what isn't named stays. @throws TelegramError see `changeUser` */
export async function applySettings(box: Box, user: User, settings: Settings): Promise<void> {
  const { password, restricted, limited, blocks, contacts, persona, ...plain } = settings;
  changeUser(box.world, user, {
    ...plain,
    restricted: restricted === undefined ? undefined : readRestriction(restricted),
    limited: limited === undefined ? undefined : readLimit(limited),
  });
  if (password === null) user.password = undefined;
  else if (password !== undefined) {
    user.password = await makePassword(DH_GROUP, box.world.random, password);
  }
  if (persona !== undefined) box.personas.assign(user.id, persona ?? undefined);
  if (contacts) replaceContacts(box, user, contacts);
  if (blocks) replaceBlocks(box, user, blocks);
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

function replaceContacts(box: Box, user: User, people: { person: User; contact: Contact }[]): void {
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
