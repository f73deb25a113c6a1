import type { tl } from '@mtcute/core';
import type { AuthKey } from '../../world/sessions/auth-key.ts';
import { endKey, keysOf } from '../../world/sessions/sign-in.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { fromLong, toLong } from '../views/long.ts';

/** Where the account is signed in. The caller's own authorization has the hash 0. */
export function getAuthorizations(call: Call): tl.account.RawAuthorizations {
  const keys = keysOf(call.world, caller(call).id);
  return {
    _: 'account.authorizations',
    authorizationTtlDays: 183,
    authorizations: keys.map((key) => authorizationView(call, key)),
  };
}

/** Signs another app out. @throws TelegramError HASH_INVALID */
export function resetAuthorization(
  call: Call,
  request: tl.account.RawResetAuthorizationRequest,
): boolean {
  const hash = fromLong(request.hash);
  const key = keysOf(call.world, caller(call).id).find((other) => other.hash === hash);
  if (!key || key === call.key) throw new TelegramError(400, 'HASH_INVALID');
  endKey(call.world, key, 'revoked');
  return true;
}

/** Signs all other apps out. */
export function resetAuthorizations(call: Call): boolean {
  for (const key of keysOf(call.world, caller(call).id)) {
    if (key !== call.key) endKey(call.world, key, 'revoked');
  }
  return true;
}

function authorizationView(call: Call, key: AuthKey): tl.RawAuthorization {
  return {
    _: 'authorization',
    current: key === call.key,
    hash: toLong(key === call.key ? 0n : key.hash),
    deviceModel: key.device.model,
    platform: 'Unknown',
    systemVersion: key.device.system,
    apiId: key.device.apiId,
    appName: 'Unknown',
    appVersion: key.device.app,
    dateCreated: key.createdAt,
    dateActive: key.activeAt,
    ip: key.address,
    country: 'Unknown',
    region: '',
  };
}
