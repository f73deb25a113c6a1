import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Codes of errors that the libraries' list lacks or gives another code than Telegram answers with
 * (https://core.telegram.org/api/errors and the methods' own pages). `%d` stands for a number.
 */
const known: Record<string, number> = {
  'ALLOW_PAYMENT_REQUIRED_%d': 403,
  AUTH_KEY_DUPLICATED: 406,
  AUTH_KEY_INVALID: 401,
  AUTH_KEY_UNREGISTERED: 401,
  'FLOOD_PREMIUM_WAIT_%d': 420,
  'FLOOD_WAIT_%d': 420,
  FROZEN_METHOD_INVALID: 420,
  FROZEN_PARTICIPANT_MISSING: 400,
  INPUT_USER_DEACTIVATED: 400,
  INTERNAL_SERVER_ERROR: 500,
  PEER_FLOOD: 400,
  PEER_ID_INVALID: 400,
  PHONE_NUMBER_BANNED: 400,
  'PHONE_MIGRATE_%d': 303,
  PREMIUM_ACCOUNT_REQUIRED: 403,
  PRIVACY_PREMIUM_REQUIRED: 406,
  RPC_CALL_FAIL: 500,
  SESSION_EXPIRED: 401,
  SESSION_PASSWORD_NEEDED: 401,
  SESSION_REVOKED: 401,
  'SLOWMODE_WAIT_%d': 420,
  USER_BANNED_IN_CHANNEL: 400,
  USER_DEACTIVATED: 401,
  USER_DEACTIVATED_BAN: 401,
  USER_IS_BLOCKED: 403,
  'USER_MIGRATE_%d': 303,
  USER_PRIVACY_RESTRICTED: 403,
  YOU_BLOCKED_USER: 400,
};

let listed: Map<string, number> | undefined;

/** The libraries' own list, read when first asked for. */
function listedCodes(): Map<string, number> {
  if (listed) return listed;
  const file = createRequire(import.meta.url).resolve('@mtcute/core/tl/raw-errors.json');
  const json: { errors: Record<string, { code: number }> } = JSON.parse(readFileSync(file, 'utf8'));
  listed = new Map(Object.entries(json.errors).map(([name, { code }]) => [name, code]));
  return listed;
}

/** The number that goes with an error's name, or undefined when Telegram has no such error. */
export function codeOfError(name: string): number | undefined {
  const pattern = name.replace(/_\d+$/, '_%d');
  return known[name] ?? known[pattern] ?? listedCodes().get(name) ?? listedCodes().get(pattern);
}
