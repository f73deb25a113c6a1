import { isTestDc } from '@mtcute/convert';
import { readStringSession } from '@mtcute/core/utils.js';
import { AppError } from '../../../base/errors.ts';
import type { RawParts, SessionParts } from './session-parts.ts';
import { checkParts } from './session-parts.ts';
import { texts } from './texts.ts';

/** Bytes above which a text is no session string (the longest known form has about 500). */
export const sessionStringMaxBytes = 4096;

const authKeyBytes = 256;

/**
 * Reads a session string of Telethon, Pyrogram, GramJS or mtcute (version 3), told apart by their
 * content. White space anywhere is dropped: strings get wrapped on their way through chats.
 *
 * The layouts are decoded here and not by @mtcute/convert, which takes strings of any length,
 * misreads Telethon's without its padding and cannot read Pyrogram's oldest form.
 * @throws AppError invalid_session; it never holds any of the text
 */
export function readSessionString(text: string): SessionParts {
  const raw = decodeSessionString(text);
  if (!raw) throw new AppError('invalid_session', texts.notASessionString);
  return checkParts(raw, 'invalid_session');
}

/** Whether the text has the form of a session string, whatever it holds. */
export function isSessionString(text: string): boolean {
  return decodeSessionString(text) !== undefined;
}

function decodeSessionString(text: string): RawParts | undefined {
  const compact = text.replace(/\s+/g, '');
  if (compact.length > sessionStringMaxBytes) return undefined;
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) return undefined;
  // Telethon and GramJS write their version, '1', before the base64; the first byte of the others
  // (a data centre, or mtcute's version 3) never encodes to it
  if (compact.startsWith('1')) {
    const bytes = Buffer.from(compact.slice(1), 'base64');
    return decodeGramjs(bytes) ?? decodeTelethon(bytes);
  }
  return decodePyrogram(Buffer.from(compact, 'base64')) ?? decodeMtcute(compact);
}

/** GramJS, sessions/StringSession: dc, length of the address (2 bytes), address, port, key. */
function decodeGramjs(bytes: Buffer): RawParts | undefined {
  const addressLength = bytes.length - 1 - 2 - 2 - authKeyBytes;
  if (addressLength < 1 || bytes.readUInt16BE(1) !== addressLength) return undefined;
  const address = bytes.toString('latin1', 3, 3 + addressLength);
  if (!/^[\w.:-]+$/.test(address)) return undefined;
  return {
    dcId: bytes.readUInt8(0),
    authKey: bytes.subarray(-authKeyBytes),
    isTest: isTestDc(address),
  };
}

/** Telethon, sessions/string.py: dc, IPv4 or IPv6 address (4 or 16 bytes), port, key. */
function decodeTelethon(bytes: Buffer): RawParts | undefined {
  const addressLength = bytes.length - 1 - 2 - authKeyBytes;
  if (addressLength !== 4 && addressLength !== 16) return undefined;
  return {
    dcId: bytes.readUInt8(0),
    authKey: bytes.subarray(-authKeyBytes),
    isTest: addressLength === 4 && isTestDc(bytes.subarray(1, 5).join('.')),
  };
}

/**
 * Pyrogram, storage/storage.py: dc, [app id], test flag, key, user id, bot flag; its three forms
 * differ in length (version 2; version 1 with long and with short user ids).
 */
function decodePyrogram(bytes: Buffer): RawParts | undefined {
  const keyStart = bytes.length === 271 ? 6 : 2;
  const keyEnd = keyStart + authKeyBytes;
  if (bytes.length !== 271 && bytes.length !== 267 && bytes.length !== 263) return undefined;
  const userId =
    bytes.length === 263 ? bytes.readUInt32BE(keyEnd) : Number(bytes.readBigUInt64BE(keyEnd));
  return {
    dcId: bytes.readUInt8(0),
    isTest: bytes.readUInt8(keyStart - 1) !== 0,
    authKey: bytes.subarray(keyStart, keyEnd),
    userId,
    isBot: bytes.readUInt8(bytes.length - 1) !== 0,
  };
}

function decodeMtcute(text: string): RawParts | undefined {
  try {
    const { primaryDcs, self, authKey } = readStringSession(text);
    const raw: RawParts = {
      dcId: primaryDcs.main.id,
      authKey,
      isTest: primaryDcs.main.testMode === true,
    };
    return self ? { ...raw, userId: self.userId, isBot: self.isBot } : raw;
  } catch {
    // the decoder's own words say nothing to an operator and may quote the text
    return undefined;
  }
}
