import type { tl } from '@mtcute/core';
import { checkCode } from '../../world/sessions/check-code.ts';
import { findLogin } from '../../world/sessions/send-code.ts';
import { signInKey } from '../../world/sessions/sign-in.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { createUser } from '../../world/users/create-user.ts';
import type { User } from '../../world/users/user.ts';
import type { Call } from '../call.ts';
import { userView } from '../views/user-view.ts';

/**
 * Signs the key in by phone and code (https://core.telegram.org/api/auth).
 *
 * @throws TelegramError PHONE_CODE_EMPTY, PHONE_CODE_INVALID, PHONE_CODE_EXPIRED,
 *   SESSION_PASSWORD_NEEDED
 */
export function signIn(call: Call, request: tl.auth.RawSignInRequest): tl.auth.TypeAuthorization {
  const { world, key } = call;
  const { phoneNumber, phoneCodeHash, phoneCode = '' } = request;
  const user = checkCode(world, phoneNumber, phoneCodeHash, phoneCode);
  if (!user) return { _: 'auth.authorizationSignUpRequired' };
  if (user.password) {
    key.awaitingPassword = user.id;
    throw new TelegramError(401, 'SESSION_PASSWORD_NEEDED');
  }
  signInKey(world, key, user);
  return authorizationView(call, user);
}

/**
 * Makes a new user whose code was right.
 *
 * @throws TelegramError PHONE_CODE_EXPIRED, PHONE_CODE_INVALID, FIRSTNAME_INVALID,
 *   PHONE_NUMBER_OCCUPIED
 */
export function signUp(call: Call, request: tl.auth.RawSignUpRequest): tl.auth.TypeAuthorization {
  const { world, key } = call;
  const login = findLogin(world, request.phoneNumber, request.phoneCodeHash);
  if (!login.confirmed) throw new TelegramError(400, 'PHONE_CODE_INVALID');
  const firstName = request.firstName.trim();
  if (firstName === '') throw new TelegramError(400, 'FIRSTNAME_INVALID');
  const lastName = request.lastName.trim() || undefined;
  const user = createUser(world, { phone: login.phone, firstName, lastName });
  login.used = true;
  signInKey(world, key, user);
  return authorizationView(call, user);
}

/** What a client that has just signed in is told. */
export function authorizationView(call: Call, user: User): tl.auth.RawAuthorization {
  return { _: 'auth.authorization', user: userView(call.world, user, user) };
}
