import { hash, randomFillSync } from 'node:crypto';
import { decryptIge, encryptIge } from './aes-ige.ts';

/**
 * MTProto 2.0 encryption of messages (https://core.telegram.org/mtproto/description). An encrypted
 * message is: key id (8), message key (16), then salt (8), session id (8), message id (8), sequence
 * number (4), length (4), body and 12 to 1024 bytes of padding, encrypted.
 */
const FROM_CLIENT = 0;
const FROM_SERVER = 8;
const HEADER = 32;
const SMALLEST_PADDING = 12;
const LARGEST_PADDING = 1024;

const sha256 = (data: Uint8Array) => hash('sha256', data, 'buffer');

function aesKeys(authKey: Buffer, messageKey: Buffer, x: number): { key: Buffer; iv: Buffer } {
  const a = sha256(Buffer.concat([messageKey, authKey.subarray(x, x + 36)]));
  const b = sha256(Buffer.concat([authKey.subarray(x + 40, x + 76), messageKey]));
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

const messageKeyOf = (authKey: Buffer, plain: Buffer, x: number) =>
  sha256(Buffer.concat([authKey.subarray(88 + x, 120 + x), plain])).subarray(8, 24);

export type Decrypted = {
  salt: bigint;
  sessionId: bigint;
  messageId: bigint;
  sequence: number;
  body: Buffer;
};

/**
 * Opens a client's message.
 *
 * @returns undefined when it isn't what it claims: wrong key, tampered, or malformed. Such messages
 *   must be dropped without an answer.
 */
export function decryptMessage(packet: Buffer, authKey: Buffer): Decrypted | undefined {
  const encrypted = packet.subarray(24, packet.length - ((packet.length - 24) % 16));
  if (encrypted.length < HEADER + SMALLEST_PADDING) return undefined;
  const messageKey = packet.subarray(8, 24);
  const { key, iv } = aesKeys(authKey, messageKey, FROM_CLIENT);
  const plain = decryptIge(encrypted, key, iv);
  if (!messageKeyOf(authKey, plain, FROM_CLIENT).equals(messageKey)) return undefined;

  const length = plain.readUInt32LE(28);
  const padding = plain.length - HEADER - length;
  if (length % 4 !== 0 || padding < SMALLEST_PADDING || padding > LARGEST_PADDING) return undefined;
  return {
    salt: plain.readBigInt64LE(0),
    sessionId: plain.readBigInt64LE(8),
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readUInt32LE(24),
    body: plain.subarray(HEADER, HEADER + length),
  };
}

/** Closes a server's message; `body` is a multiple of 4 bytes. */
export function encryptMessage(
  authKey: { key: Buffer; idBytes: Buffer },
  message: Decrypted,
): Buffer {
  const unpadded = HEADER + message.body.length;
  const padding = SMALLEST_PADDING + ((16 - ((unpadded + SMALLEST_PADDING) % 16)) % 16);
  const plain = Buffer.allocUnsafe(unpadded + padding);
  plain.writeBigInt64LE(message.salt, 0);
  plain.writeBigInt64LE(message.sessionId, 8);
  plain.writeBigInt64LE(message.messageId, 16);
  plain.writeUInt32LE(message.sequence, 24);
  plain.writeUInt32LE(message.body.length, 28);
  plain.set(message.body, HEADER);
  randomFillSync(plain, unpadded);

  const messageKey = messageKeyOf(authKey.key, plain, FROM_SERVER);
  const { key, iv } = aesKeys(authKey.key, messageKey, FROM_SERVER);
  return Buffer.concat([authKey.idBytes, messageKey, encryptIge(plain, key, iv)]);
}
