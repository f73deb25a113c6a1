import type { tl } from '@mtcute/core';
import { signInKey } from '../../world/sessions/sign-in.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { toLong } from '../views/long.ts';
import { authorizationView } from './sign-in.ts';

/** Data centres that Telegram has; all of them are this box. */
const LAST_DC = 5;

/** Makes a token that signs a key of another data centre in. @throws TelegramError DC_ID_INVALID */
export function exportAuthorization(
  call: Call,
  request: tl.auth.RawExportAuthorizationRequest,
): tl.auth.RawExportedAuthorization {
  if (request.dcId < 1 || request.dcId > LAST_DC) throw new TelegramError(400, 'DC_ID_INVALID');
  const user = caller(call);
  const bytes = call.world.random.bytes(32);
  call.world.exports.set(bytes.toString('hex'), user.id);
  return { _: 'auth.exportedAuthorization', id: toLong(BigInt(user.id)), bytes };
}

/** Uses such a token up. @throws TelegramError AUTH_BYTES_INVALID */
export function importAuthorization(
  call: Call,
  request: tl.auth.RawImportAuthorizationRequest,
): tl.auth.TypeAuthorization {
  const token = Buffer.from(request.bytes).toString('hex');
  const userId = call.world.exports.get(token);
  const user = userId === undefined ? undefined : call.world.users.get(userId);
  if (!user) throw new TelegramError(400, 'AUTH_BYTES_INVALID');
  call.world.exports.delete(token);
  signInKey(call.world, call.key, user);
  return authorizationView(call, user);
}
