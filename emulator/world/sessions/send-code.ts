import { sendMessage } from '../messages/send-message.ts';
import { TelegramError } from '../telegram-error.ts';
import { getUser } from '../users/find-user.ts';
import { normalizePhone } from '../users/phone.ts';
import { SERVICE_USER_ID, type User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Login } from './login.ts';

/** How long a code is good for, in milliseconds of the world's time. */
const CODE_LIFETIME = 5 * 60_000;

/**
 * Sends a sign-in code: to the user's app if they are signed in somewhere, else by SMS, which
 * nobody sees but the control API. An earlier code to the same number is worth nothing any more.
 *
 * @throws TelegramError PHONE_NUMBER_INVALID, PHONE_NUMBER_BANNED
 */
export function sendCode(world: World, rawPhone: string): Login {
  const phone = normalizePhone(rawPhone);
  const userId = world.userIdsByPhone.get(phone);
  const user = userId === undefined ? undefined : world.users.get(userId);
  if (user?.banned) throw new TelegramError(400, 'PHONE_NUMBER_BANNED');
  const earlier = world.lastLoginByPhone.get(phone);
  if (earlier !== undefined) world.logins.delete(earlier);

  const now = world.clock.now();
  const login: Login = {
    phone,
    hash: world.random.bytes(9).toString('hex'),
    code: String(10_000 + world.random.int(90_000)),
    sentAt: now,
    expiresAt: now + CODE_LIFETIME,
    via: user && isSignedIn(world, user) ? 'app' : 'sms',
    attempts: 0,
    used: false,
    confirmed: false,
  };
  world.logins.set(login.hash, login);
  world.lastLoginByPhone.set(phone, login.hash);
  if (user && login.via === 'app') tellCode(world, user, login.code);
  return login;
}

/** Sends another code by SMS. @throws TelegramError PHONE_CODE_EXPIRED */
export function resendCode(world: World, rawPhone: string, hash: string): Login {
  const login = findLogin(world, rawPhone, hash);
  login.code = String(10_000 + world.random.int(90_000));
  login.sentAt = world.clock.now();
  login.expiresAt = login.sentAt + CODE_LIFETIME;
  login.via = 'sms';
  return login;
}

/** The sign-in that a code hash belongs to. @throws TelegramError PHONE_CODE_EXPIRED */
export function findLogin(world: World, rawPhone: string, hash: string): Login {
  const login = world.logins.get(hash);
  const expired = !login || login.used || login.expiresAt <= world.clock.now();
  if (expired || login.phone !== normalizePhone(rawPhone)) {
    throw new TelegramError(400, 'PHONE_CODE_EXPIRED');
  }
  return login;
}

const isSignedIn = (world: World, user: User) =>
  (world.keysByUser.get(user.id)?.size ?? 0) > 0 && !user.deleted;

function tellCode(world: World, user: User, code: string): void {
  const text = `Login code: ${code}. Keep it to yourself: nobody at Telegram will ever ask you for it.`;
  sendMessage(world, getUser(world, SERVICE_USER_ID), user, { text });
}
