import { randomBytes } from 'node:crypto';
import type { tl } from '@mtcute/core';
import { DH_GROUP } from '../../world/sessions/dh-group.ts';
import { signInKey } from '../../world/sessions/sign-in.ts';
import { beginCheck, provesPassword } from '../../world/sessions/srp.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import type { User } from '../../world/users/user.ts';
import type { Call } from '../call.ts';
import { fromLong, toLong } from '../views/long.ts';
import { authorizationView } from './sign-in.ts';

/** Whose password is meant: of the user signing in, or of the one signed in. */
function passwordOwner(call: Call): User {
  const id = call.key.awaitingPassword ?? call.key.userId;
  const user = id === undefined ? undefined : call.world.users.get(id);
  if (!user) throw new TelegramError(401, 'AUTH_KEY_UNREGISTERED');
  return user;
}

/** How the password is to be proved (https://core.telegram.org/api/srp). */
export function getPassword(call: Call): tl.account.RawPassword {
  const { password } = passwordOwner(call);
  const common = {
    _: 'account.password',
    newAlgo: algorithm(randomBytes(8), randomBytes(16)),
    newSecureAlgo: { _: 'securePasswordKdfAlgoUnknown' },
    secureRandom: randomBytes(256),
  } as const;
  if (!password) return common;
  const check = beginCheck(DH_GROUP, password, call.world.random.long());
  call.key.passwordCheck = check;
  return {
    ...common,
    hasPassword: true,
    currentAlgo: algorithm(password.salt1, password.salt2),
    srpB: check.publicPart,
    srpId: toLong(check.id),
    hint: password.hint,
  };
}

/** @throws TelegramError PASSWORD_HASH_INVALID, SRP_ID_INVALID, AUTH_KEY_UNREGISTERED */
export function checkPassword(
  call: Call,
  request: tl.auth.RawCheckPasswordRequest,
): tl.auth.TypeAuthorization {
  const user = passwordOwner(call);
  const { passwordCheck: check } = call.key;
  const given = request.password;
  if (given._ !== 'inputCheckPasswordSRP' || !user.password) {
    throw new TelegramError(400, 'PASSWORD_HASH_INVALID');
  }
  if (!check || fromLong(given.srpId) !== check.id) throw new TelegramError(400, 'SRP_ID_INVALID');
  const right = provesPassword(
    DH_GROUP,
    user.password,
    check,
    Buffer.from(given.A),
    Buffer.from(given.M1),
  );
  if (!right) throw new TelegramError(400, 'PASSWORD_HASH_INVALID');
  call.key.passwordCheck = undefined;
  signInKey(call.world, call.key, user);
  return authorizationView(call, user);
}

function algorithm(
  salt1: Buffer,
  salt2: Buffer,
): tl.RawPasswordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1,
    salt2,
    g: DH_GROUP.generator,
    p: DH_GROUP.prime,
  };
}
