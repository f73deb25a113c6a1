import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';

/** Blocks a person for the owner, or lets them in again. */
export function setBlocked(world: World, owner: User, person: User, blocked: boolean): void {
  if (owner.blocked.has(person.id) === blocked) return;
  if (blocked) owner.blocked.add(person.id);
  else owner.blocked.delete(person.id);
  announce(world, { kind: 'blocked', viewerId: owner.id, userId: person.id, blocked });
}
