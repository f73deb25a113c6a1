import { createHash } from 'node:crypto';
import type { AuthKey } from '../world/sessions/auth-key.ts';
import { TelegramError } from '../world/telegram-error.ts';
import { decryptIge } from './crypto/aes-ige.ts';
import type { MtprotoServer } from './mtproto-server.ts';
import { moveSessions } from './registry.ts';
import type { TlObject } from './tl/tl-reader.ts';

const BIND_AUTH_KEY_INNER = 0x75a3f765;
const sha1 = (...parts: Uint8Array[]) => createHash('sha1').update(Buffer.concat(parts)).digest();

/**
 * Makes a temporary key stand for a permanent one (https://core.telegram.org/method/auth.bindTempAuthKey).
 *
 * @param own  the key that the call came with
 * @throws TelegramError TEMP_AUTH_KEY_EMPTY, ENCRYPTED_MESSAGE_INVALID
 */
export function bindTempKey(server: MtprotoServer, own: AuthKey, request: TlObject): boolean {
  if (own.temporaryUntil === undefined) throw new TelegramError(400, 'TEMP_AUTH_KEY_EMPTY');
  const message = request.encryptedMessage;
  if (!(message instanceof Uint8Array)) throw new TelegramError(400, 'ENCRYPTED_MESSAGE_INVALID');
  const bytes = Buffer.from(message);
  const permanent = server.world.keys.get(bytes.toString('hex', 0, 8));
  const inner = permanent && openInner(permanent, bytes);
  const fits =
    inner?.readUInt32LE(0) === BIND_AUTH_KEY_INNER &&
    inner.toString('hex', 12, 20) === own.id &&
    inner.toString('hex', 20, 28) === permanent?.id;
  if (!permanent || !fits) throw new TelegramError(400, 'ENCRYPTED_MESSAGE_INVALID');
  own.boundTo = permanent.id;
  moveSessions(server, own.id, permanent.id);
  return true;
}

/**
 * The object inside a message that is encrypted the way of MTProto 1.0
 * (https://core.telegram.org/mtproto/description_v1): random bytes (16), message id (8), sequence
 * number (4), length (4), object, padding.
 */
function openInner(permanent: AuthKey, message: Buffer): Buffer | undefined {
  const messageKey = message.subarray(8, 24);
  const encrypted = message.subarray(24);
  if (encrypted.length < 72 || encrypted.length % 16 !== 0) return undefined;
  const { key, iv } = oldKeys(permanent.key, messageKey);
  const plain = decryptIge(encrypted, key, iv);
  const length = plain.readUInt32LE(28);
  if (length > plain.length - 32) return undefined;
  const whole = plain.subarray(0, 32 + length);
  if (!sha1(whole).subarray(4, 20).equals(messageKey)) return undefined;
  return length >= 40 ? whole.subarray(32) : undefined;
}

function oldKeys(authKey: Buffer, messageKey: Buffer): { key: Buffer; iv: Buffer } {
  const a = sha1(messageKey, authKey.subarray(0, 32));
  const b = sha1(authKey.subarray(32, 48), messageKey, authKey.subarray(48, 64));
  const c = sha1(authKey.subarray(64, 96), messageKey);
  const d = sha1(messageKey, authKey.subarray(96, 128));
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)]),
    iv: Buffer.concat([a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)]),
  };
}
