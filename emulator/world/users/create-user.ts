import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import { normalizePhone } from './phone.ts';
import type { Privacy, SpamLimit, User } from './user.ts';
import { claimUsername, usernameIsValid } from './username.ts';

export type NewUser = {
  id?: number | undefined;
  firstName: string;
  lastName?: string | undefined;
  username?: string | undefined;
  phone?: string | undefined;
  bio?: string | undefined;
  language?: string | undefined;
  bot?: boolean | undefined;
  premium?: boolean | undefined;
  verified?: boolean | undefined;
  support?: boolean | undefined;
  privacy?: Partial<Privacy> | undefined;
  spamLimit?: Partial<SpamLimit> | undefined;
};

const openToAll: Privacy = {
  messages: 'everyone',
  stars: 0,
  findByPhone: 'everyone',
  phoneNumber: 'contacts',
  lastSeen: 'everyone',
  voiceMessages: 'everyone',
  chatInvite: 'everyone',
};

/** Generous on purpose: a world limits only those it was told to limit. */
const generous: SpamLimit = { strangersPerDay: 10_000, addsPerDay: 10_000, channels: 500 };

/**
 * Makes sure that a user can be added.
 *
 * @returns the phone number in digits
 * @throws TelegramError USER_ID_OCCUPIED, PHONE_NUMBER_INVALID, PHONE_NUMBER_OCCUPIED,
 *   USERNAME_INVALID or USERNAME_OCCUPIED
 */
export function checkNewUser(
  world: World,
  wanted: Pick<NewUser, 'id' | 'phone' | 'username'>,
): string | undefined {
  const { id, username } = wanted;
  if (id !== undefined && world.users.has(id)) throw new TelegramError(400, 'USER_ID_OCCUPIED');
  const phone = wanted.phone === undefined ? undefined : normalizePhone(wanted.phone);
  if (phone !== undefined && world.userIdsByPhone.has(phone)) {
    throw new TelegramError(400, 'PHONE_NUMBER_OCCUPIED');
  }
  if (username !== undefined && !usernameIsValid(username)) {
    throw new TelegramError(400, 'USERNAME_INVALID');
  }
  if (username !== undefined && world.userIdsByUsername.has(username.toLowerCase())) {
    throw new TelegramError(400, 'USERNAME_OCCUPIED');
  }
  return phone;
}

/** Adds a user to the world. @throws TelegramError see `checkNewUser` */
export function createUser(world: World, wanted: NewUser): User {
  const phone = checkNewUser(world, wanted);
  const id = wanted.id ?? freeUserId(world);
  const user: User = {
    id,
    firstName: wanted.firstName,
    lastName: wanted.lastName,
    phone,
    bio: wanted.bio,
    language: wanted.language ?? 'en',
    bot: wanted.bot ?? false,
    premium: wanted.premium ?? false,
    verified: wanted.verified ?? false,
    support: wanted.support ?? false,
    deleted: false,
    banned: false,
    frozen: false,
    spamLimit: { ...generous, ...wanted.spamLimit },
    privacy: { ...openToAll, ...wanted.privacy },
    contacts: new Map(),
    contactOf: new Set(),
    blocked: new Set(),
    onlineUntil: 0,
    strangerTimes: [],
    addTimes: [],
    messageTimes: [],
  };
  if (wanted.username !== undefined) claimUsername(world, user, wanted.username);
  world.users.set(id, user);
  if (phone !== undefined) world.userIdsByPhone.set(phone, id);
  return user;
}

function freeUserId(world: World): number {
  for (;;) {
    const id = 1_000_000_000 + world.random.int(6_000_000_000);
    if (!world.users.has(id)) return id;
  }
}
