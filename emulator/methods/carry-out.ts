import type { AuthKey, KeyEnd } from '../world/sessions/auth-key.ts';
import { TelegramError } from '../world/telegram-error.ts';
import type { Call } from './call.ts';
import { handlers } from './handlers.ts';
import { actingMethods, openMethods } from './method-groups.ts';

/** What the next call with an ended key is answered with. */
const endings: Record<KeyEnd, [code: number, text: string]> = {
  'signed out': [401, 'AUTH_KEY_UNREGISTERED'],
  revoked: [401, 'SESSION_REVOKED'],
  expired: [401, 'SESSION_EXPIRED'],
  duplicated: [406, 'AUTH_KEY_DUPLICATED'],
};

/**
 * Carries out a call.
 *
 * @throws TelegramError with Telegram's refusal; METHOD_INVALID for what the box doesn't know
 */
export function carryOut(call: Call, request: { _: string }): unknown {
  if (call.key.ended === 'duplicated') throw new TelegramError(...endings.duplicated);
  if (!openMethods.has(request._)) checkCaller(call, request._);
  const handler = handlers.get(request._);
  if (!handler) throw new TelegramError(400, 'METHOD_INVALID');
  return handler(call, request);
}

function checkCaller(call: Call, method: string): void {
  const { key, user } = call;
  if (!user) throw new TelegramError(...whyNobody(key));
  if (user.banned) throw new TelegramError(401, 'USER_DEACTIVATED_BAN');
  if (user.deleted) throw new TelegramError(401, 'USER_DEACTIVATED');
  if (user.frozen && actingMethods.has(method)) {
    throw new TelegramError(420, 'FROZEN_METHOD_INVALID');
  }
}

function whyNobody(key: AuthKey): [code: number, text: string] {
  if (key.awaitingPassword !== undefined) return [401, 'SESSION_PASSWORD_NEEDED'];
  return endings[key.ended ?? 'signed out'];
}
