import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { findLogin } from './send-code.ts';

const MOST_ATTEMPTS = 5;

/**
 * Checks a sign-in code.
 *
 * @returns the user whose number it is, or undefined when nobody has it yet
 * @throws TelegramError PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED
 */
export function checkCode(
  world: World,
  phone: string,
  hash: string,
  code: string,
): User | undefined {
  if (code === '') throw new TelegramError(400, 'PHONE_CODE_EMPTY');
  const login = findLogin(world, phone, hash);
  if (login.code !== code.trim()) {
    login.attempts++;
    if (login.attempts >= MOST_ATTEMPTS) login.expiresAt = world.clock.now();
    throw new TelegramError(400, 'PHONE_CODE_INVALID');
  }
  const userId = world.userIdsByPhone.get(login.phone);
  const user = userId === undefined ? undefined : world.users.get(userId);
  if (user) login.used = true;
  else login.confirmed = true;
  return user;
}
