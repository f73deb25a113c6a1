import type { Cause, causeTexts } from './cause-texts.ts';

/** Telegram's own names of errors; the server's words (`arrived`, `operator` …) stand for themselves. */
const byCode: Readonly<Record<string, Cause>> = {
  PEER_FLOOD: 'peer_flood',
  FROZEN_METHOD_INVALID: 'frozen',
  FROZEN_PARTICIPANT_MISSING: 'frozen',
  USER_DEACTIVATED_BAN: 'banned',
  USER_DEACTIVATED: 'banned',
  PHONE_NUMBER_BANNED: 'banned',
  AUTH_KEY_UNREGISTERED: 'signed_out',
  AUTH_KEY_INVALID: 'signed_out',
  AUTH_KEY_PERM_EMPTY: 'signed_out',
  SESSION_REVOKED: 'signed_out',
  SESSION_EXPIRED: 'signed_out',
  AUTH_KEY_DUPLICATED: 'duplicated',
};

/** A reason or an error in plain words; what nobody foresaw is shown as Telegram said it. */
export function describeCause(code: string, t: (typeof causeTexts)['ru']): string {
  const known: Readonly<Record<string, string>> = t.known;
  if (/^(FLOOD|FLOOD_PREMIUM|SLOWMODE|FLOOD_TEST_PHONE)_WAIT_\d+$/.test(code))
    return t.known.flood_wait;
  return known[byCode[code] ?? code] ?? t.other(code);
}
