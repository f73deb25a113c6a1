import { keysOf } from '../sessions/sign-in.ts';
import { TelegramError } from '../telegram-error.ts';
import { announce, type World } from '../world.ts';
import { normalizePhone } from './phone.ts';
import type { Privacy, SpamLimit, User } from './user.ts';
import { claimUsername, usernameIsValid } from './username.ts';

/** What may be changed about a user; null takes a value away. */
export type UserChange = {
  firstName?: string | undefined;
  lastName?: string | null | undefined;
  username?: string | null | undefined;
  phone?: string | null | undefined;
  bio?: string | null | undefined;
  language?: string | undefined;
  premium?: boolean | undefined;
  verified?: boolean | undefined;
  banned?: boolean | undefined;
  frozen?: boolean | undefined;
  deleted?: boolean | undefined;
  restricted?: { reason: string } | null | undefined;
  limited?: { until?: number | undefined } | null | undefined;
  privacy?: Partial<Privacy> | undefined;
  spamLimit?: Partial<SpamLimit> | undefined;
};

/**
 * Changes a user and tells those who have them in their contacts. Who is deleted loses the phone
 * number and the username: others may take them.
 *
 * @throws TelegramError PHONE_NUMBER_INVALID, PHONE_NUMBER_OCCUPIED, USERNAME_INVALID,
 *   USERNAME_OCCUPIED
 */
export function changeUser(world: World, user: User, change: UserChange): void {
  const { username, phone, lastName, bio, restricted, limited, privacy, spamLimit, ...plain } =
    change;
  if (username != null) checkUsername(world, user, username);
  const number = phone == null ? phone : freePhone(world, user, phone);
  if (username !== undefined) claimUsername(world, user, username ?? undefined);
  if (number !== undefined) setPhone(world, user, number);
  if (lastName !== undefined) user.lastName = lastName ?? undefined;
  if (bio !== undefined) user.bio = bio ?? undefined;
  if (restricted !== undefined) user.restricted = restricted ?? undefined;
  if (limited !== undefined) user.limited = limited ?? undefined;
  Object.assign(user.privacy, withoutGaps(privacy ?? {}));
  Object.assign(user.spamLimit, withoutGaps(spamLimit ?? {}));
  Object.assign(user, withoutGaps(plain));
  if (change.deleted) {
    claimUsername(world, user, undefined);
    setPhone(world, user, null);
  }

  for (const viewerId of user.contactOf) {
    announce(world, { kind: 'user', viewerId, userId: user.id });
  }
  announce(world, { kind: 'user', viewerId: user.id, userId: user.id });
  if (change.banned || change.deleted) {
    for (const key of keysOf(world, user.id)) announce(world, { kind: 'key', keyId: key.id });
  }
}

function withoutGaps<T extends object>(values: T): Partial<T> {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as Partial<T>;
}

function checkUsername(world: World, user: User, username: string): void {
  if (!usernameIsValid(username)) throw new TelegramError(400, 'USERNAME_INVALID');
  const owner = world.peerIdsByUsername.get(username.toLowerCase());
  if (owner !== undefined && owner !== user.id) throw new TelegramError(400, 'USERNAME_OCCUPIED');
}

/** The number in digits, if nobody else has it. */
function freePhone(world: World, user: User, raw: string): string {
  const phone = normalizePhone(raw);
  if ((world.userIdsByPhone.get(phone) ?? user.id) !== user.id) {
    throw new TelegramError(400, 'PHONE_NUMBER_OCCUPIED');
  }
  return phone;
}

function setPhone(world: World, user: User, phone: string | null): void {
  if (user.phone !== undefined) world.userIdsByPhone.delete(user.phone);
  if (phone !== null) world.userIdsByPhone.set(phone, user.id);
  user.phone = phone ?? undefined;
}
