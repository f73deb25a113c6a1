import { announce, type World } from '../world.ts';
import type { User } from './user.ts';

/** How long somebody counts as online without saying so again, in seconds. */
const ONLINE_SECONDS = 300;

/** Notes that a user is online, or was until now, and tells those who have them in their contacts. */
export function setOnline(world: World, user: User, online: boolean): void {
  const now = world.clock.seconds();
  user.onlineUntil = online ? now + ONLINE_SECONDS : now;
  for (const viewerId of user.contactOf) {
    announce(world, { kind: 'status', viewerId, userId: user.id });
  }
}
