import type { z } from 'zod';
import type { User } from '../world/users/user.ts';
import { type Box, connectionsOf } from './box.ts';
import type { userJson } from './user-schemas.ts';

/** A person as the control API shows them. */
export function showUser(box: Box, user: User): z.output<typeof userJson> {
  const until = user.limited?.until;
  return {
    id: user.id,
    firstName: user.firstName,
    lastName: user.lastName ?? null,
    username: user.username ?? null,
    phone: user.phone ?? null,
    bio: user.bio ?? null,
    language: user.language,
    bot: user.bot,
    premium: user.premium,
    verified: user.verified,
    banned: user.banned,
    frozen: user.frozen,
    deleted: user.deleted,
    restricted: user.restricted ?? null,
    limited: user.limited
      ? { until: until === undefined ? null : new Date(until).toISOString() }
      : null,
    hasPassword: user.password !== undefined,
    privacy: user.privacy,
    spamLimit: {
      ...user.spamLimit,
      messagesPerMinute: user.spamLimit.messagesPerMinute ?? null,
    },
    blocks: [...user.blocked],
    contacts: [...user.contacts.keys()],
    connections: connectionsOf(box, user.id).size,
    persona: box.personas.of(user.id)?.mood ?? null,
    sessions: box.world.keysByUser.get(user.id)?.size ?? 0,
  };
}
