import type { tl } from '@mtcute/core';
import { TelegramError } from '../../world/telegram-error.ts';
import { changeUser } from '../../world/users/change-user.ts';
import { usernameIsValid } from '../../world/users/username.ts';
import { type Call, caller } from '../call.ts';
import { userView } from '../views/user-view.ts';

const LONGEST_NAME = 64;
const LONGEST_BIO = 70;
const LONGEST_PREMIUM_BIO = 140;

/** @throws TelegramError FIRSTNAME_INVALID, ABOUT_TOO_LONG */
export function updateProfile(
  call: Call,
  request: tl.account.RawUpdateProfileRequest,
): tl.TypeUser {
  const user = caller(call);
  const { firstName, lastName, about } = request;
  if (firstName !== undefined && (firstName.trim() === '' || firstName.length > LONGEST_NAME)) {
    throw new TelegramError(400, 'FIRSTNAME_INVALID');
  }
  if ((about?.length ?? 0) > (user.premium ? LONGEST_PREMIUM_BIO : LONGEST_BIO)) {
    throw new TelegramError(400, 'ABOUT_TOO_LONG');
  }
  changeUser(call.world, user, {
    firstName: firstName?.trim(),
    lastName: lastName === undefined ? undefined : lastName.trim() || null,
    bio: about === undefined ? undefined : about || null,
  });
  return userView(call.world, user, user);
}

/** @throws TelegramError USERNAME_INVALID, USERNAME_OCCUPIED, USERNAME_NOT_MODIFIED */
export function updateUsername(
  call: Call,
  request: tl.account.RawUpdateUsernameRequest,
): tl.TypeUser {
  const user = caller(call);
  if ((user.username ?? '') === request.username) {
    throw new TelegramError(400, 'USERNAME_NOT_MODIFIED');
  }
  changeUser(call.world, user, { username: request.username || null });
  return userView(call.world, user, user);
}

/** Whether a username is free. @throws TelegramError USERNAME_INVALID */
export function checkUsername(call: Call, request: tl.account.RawCheckUsernameRequest): boolean {
  if (!usernameIsValid(request.username)) throw new TelegramError(400, 'USERNAME_INVALID');
  return !call.world.peerIdsByUsername.has(request.username.toLowerCase());
}
