import { DC_MAPPING_PROD } from '@mtcute/convert';
import { writeStringSession } from '@mtcute/core/utils.js';
import type { ErrorCode } from '../../../../contract/errors.ts';
import { AppError } from '../../../base/errors.ts';
import type { FoundSession } from '../session-source.ts';
import { texts } from './texts.ts';

/** What every format of a session comes down to. */
export type SessionParts = {
  dcId: number;
  /** 256 bytes. */
  authKey: Uint8Array;
  /** Telegram id of the account's owner, where the format carries it. */
  userId?: number;
};

/** Parts as they stand in a file, not yet believed. */
export type RawParts = SessionParts & { isBot?: boolean; isTest?: boolean };

const authKeyBytes = 256;

/**
 * Takes over only what can belong to a signed-in account of the production servers.
 * @param code of the error: invalid_tdata or invalid_session, whichever fits the source
 */
export function checkParts(raw: RawParts, code: ErrorCode): SessionParts {
  if (raw.isTest) throw new AppError(code, texts.testSession);
  if (raw.isBot) throw new AppError(code, texts.botSession);
  if (!Object.hasOwn(DC_MAPPING_PROD, raw.dcId)) {
    throw new AppError(code, texts.unknownDc(raw.dcId));
  }
  if (raw.authKey.length !== authKeyBytes || raw.authKey.every((byte) => byte === 0)) {
    throw new AppError(code, texts.badAuthKey);
  }
  // a copy, so that the file it was cut from can go
  const parts: SessionParts = { dcId: raw.dcId, authKey: Uint8Array.from(raw.authKey) };
  // tdata and Pyrogram write 0 where the owner was not known
  if (raw.userId !== undefined && Number.isSafeInteger(raw.userId) && raw.userId > 0) {
    parts.userId = raw.userId;
  }
  return parts;
}

/**
 * The session in mtcute's string form. Its address is always the production one of its data
 * centre: an address out of a file is somebody else's word, and we would connect to it.
 */
export function composeSession(parts: SessionParts): FoundSession {
  const primaryDcs = DC_MAPPING_PROD[parts.dcId];
  if (!primaryDcs) throw new AppError('invalid_session', texts.unknownDc(parts.dcId));
  const { dcId, userId } = parts;
  const self =
    userId === undefined ? null : { userId, isBot: false, isPremium: false, usernames: [] };
  const session = writeStringSession({ version: 3, primaryDcs, self, authKey: parts.authKey });
  return userId === undefined ? { session, dcId } : { session, dcId, userId };
}
