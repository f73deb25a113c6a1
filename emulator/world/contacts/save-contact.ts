import type { Contact, User } from '../users/user.ts';
import { announce, type World } from '../world.ts';

/** Puts a person into the owner's contacts, or renames them there. */
export function saveContact(world: World, owner: User, person: User, contact: Contact): void {
  owner.contacts.set(person.id, contact);
  person.contactOf.add(owner.id);
  announce(world, { kind: 'user', viewerId: owner.id, userId: person.id });
}

export function removeContact(world: World, owner: User, person: User): void {
  if (!owner.contacts.delete(person.id)) return;
  person.contactOf.delete(owner.id);
  announce(world, { kind: 'user', viewerId: owner.id, userId: person.id });
}
