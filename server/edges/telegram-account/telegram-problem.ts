import { MtTimeoutError, tl } from '@mtcute/core';
import { TelegramError, type TelegramProblem } from './port.ts';

type Kind = TelegramProblem['kind'];

/** Telegram's errors by their names. Source: core.telegram.org/api/errors and what clients meet. */
const kinds: Record<string, Exclude<Kind, 'flood_wait'>> = {
  // mtcute's own, under code 400: no answer came in time, and the call may have been carried out
  TIMEOUT: 'unavailable',

  PEER_FLOOD: 'peer_flood',
  FROZEN_METHOD_INVALID: 'frozen',
  FROZEN_PARTICIPANT_MISSING: 'frozen',

  USER_DEACTIVATED_BAN: 'banned',
  USER_DEACTIVATED: 'banned',
  PHONE_NUMBER_BANNED: 'banned',

  AUTH_KEY_UNREGISTERED: 'signed_out',
  AUTH_KEY_INVALID: 'signed_out',
  AUTH_KEY_DUPLICATED: 'signed_out',
  AUTH_KEY_PERM_EMPTY: 'signed_out',
  SESSION_REVOKED: 'signed_out',
  SESSION_EXPIRED: 'signed_out',

  USER_IS_BLOCKED: 'blocked',
  YOU_BLOCKED_USER: 'blocked',
  USER_BANNED_IN_CHANNEL: 'blocked',

  USER_PRIVACY_RESTRICTED: 'privacy',
  PRIVACY_PREMIUM_REQUIRED: 'privacy',
  PREMIUM_ACCOUNT_REQUIRED: 'privacy',
  CHAT_WRITE_FORBIDDEN: 'privacy',
  VOICE_MESSAGES_FORBIDDEN: 'privacy',
  CHAT_SEND_VOICES_FORBIDDEN: 'privacy',
  CHAT_SEND_ROUNDVIDEOS_FORBIDDEN: 'privacy',

  PEER_ID_INVALID: 'peer_not_found',
  PEER_ID_NOT_SUPPORTED: 'peer_not_found',
  USER_ID_INVALID: 'peer_not_found',
  PARTICIPANT_ID_INVALID: 'peer_not_found',
  INPUT_USER_DEACTIVATED: 'peer_not_found',
  USERNAME_INVALID: 'peer_not_found',
  USERNAME_NOT_OCCUPIED: 'peer_not_found',
  PHONE_NOT_OCCUPIED: 'peer_not_found',

  CHAT_ADMIN_REQUIRED: 'not_admin',
  RIGHT_FORBIDDEN: 'not_admin',
  CHANNEL_PRIVATE: 'chat_closed',
  CHANNEL_INVALID: 'chat_closed',
  CHAT_ID_INVALID: 'chat_closed',
  CHAT_INVALID: 'chat_closed',
  CHAT_RESTRICTED: 'chat_closed',
  INVITE_HASH_EXPIRED: 'chat_closed',
  INVITE_HASH_INVALID: 'chat_closed',
  INVITE_HASH_EMPTY: 'chat_closed',
  USER_ALREADY_PARTICIPANT: 'already_member',
  INVITE_REQUEST_SENT: 'join_requested',
  CHANNELS_TOO_MUCH: 'too_many_chats',

  RANDOM_ID_DUPLICATE: 'duplicate',
  FILE_REFERENCE_EXPIRED: 'upload_expired',
  FILE_REFERENCE_INVALID: 'upload_expired',
  MEDIA_EMPTY: 'upload_expired',

  MEDIA_INVALID: 'invalid_media',
  MEDIA_CAPTION_TOO_LONG: 'invalid_media',
  PHOTO_INVALID_DIMENSIONS: 'invalid_media',
  PHOTO_EXT_INVALID: 'invalid_media',
  PHOTO_SAVE_FILE_INVALID: 'invalid_media',
  PHOTO_INVALID: 'invalid_media',
  IMAGE_PROCESS_FAILED: 'invalid_media',
  FILE_PARTS_INVALID: 'invalid_media',
  FILE_PART_INVALID: 'invalid_media',
  VIDEO_CONTENT_TYPE_INVALID: 'invalid_media',

  PHONE_NUMBER_INVALID: 'phone_invalid',
  PHONE_NUMBER_UNOCCUPIED: 'phone_invalid',
  PHONE_NUMBER_FLOOD: 'refused',
  PHONE_CODE_INVALID: 'code_invalid',
  PHONE_CODE_EMPTY: 'code_invalid',
  PHONE_CODE_EXPIRED: 'code_expired',
  SESSION_PASSWORD_NEEDED: 'password_needed',
  PASSWORD_HASH_INVALID: 'password_invalid',
  SRP_PASSWORD_CHANGED: 'password_invalid',
};

/** Reads an error of Telegram's into the words our reactions are written in. */
export function problemFromRpc(code: number, text: string): TelegramProblem {
  const wait = /^(?:FLOOD_WAIT|FLOOD_PREMIUM_WAIT|SLOWMODE_WAIT|FLOOD_TEST_PHONE_WAIT)_(\d+)$/.exec(
    text,
  );
  if (wait) return { kind: 'flood_wait', seconds: Number(wait[1]), code: text };
  if (/^ALLOW_PAYMENT_REQUIRED/.test(text)) return { kind: 'privacy', code: text };
  if (/^FILE_PART_\d+_MISSING$/.test(text)) return { kind: 'upload_expired', code: text };
  const kind = kinds[text];
  if (kind) return { kind, code: text };
  // 5xx and the negative codes of time-outs inside Telegram
  if (code >= 500 || code < 0) return { kind: 'unavailable', code: text };
  if (code === 420) return { kind: 'flood_wait', seconds: 60, code: text };
  if (code === 401) return { kind: 'signed_out', code: text };
  return { kind: 'refused', code: text };
}

/** Whether this problem means that the session itself is of no more use. */
export function endsSession({ kind }: TelegramProblem): boolean {
  return kind === 'signed_out' || kind === 'banned';
}

/** The name of an error as Telegram sent it: mtcute takes its numbers out. */
export function rpcName(error: tl.RpcError): string {
  const numbers = ['seconds', 'newDc', 'which', 'dc', 'codeLength', 'minutes'] as const;
  const values = error as unknown as Record<string, unknown>;
  const number = numbers.map((n) => values[n]).find((v) => typeof v === 'number');
  return number === undefined ? error.text : error.text.replace('%d', String(number));
}

/**
 * Anything that a client threw, as an error in our words. What isn't Telegram's refusal counts as
 * Telegram out of reach: what was asked may have happened or not.
 */
export function toTelegramError(error: unknown): TelegramError {
  if (error instanceof TelegramError) return error;
  if (tl.RpcError.is(error)) {
    const rpc = error as tl.RpcError;
    return new TelegramError(problemFromRpc(rpc.code, rpcName(rpc)), error);
  }
  const code = error instanceof MtTimeoutError ? 'TIMEOUT' : 'CONNECTION_LOST';
  return new TelegramError({ kind: 'unavailable', code }, error);
}

/** Runs a call so that it throws nothing but `TelegramError`. */
export async function inOurWords<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toTelegramError(error);
  }
}
