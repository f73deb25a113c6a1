import { type Cipher, createCipheriv, createDecipheriv, type Decipher } from 'node:crypto';

/** Length of the client's opening block. */
export const OPENING_LENGTH = 64;

/** Both directions of an obfuscated connection, and the framing inside. */
export type Obfuscation = {
  /** The tag that names the framing, as it stands in the opening block. */
  readonly tag: number;
  readonly incoming: Decipher;
  readonly outgoing: Cipher;
};

/**
 * Reads the opening block of an obfuscated connection
 * (https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation): it holds the keys of
 * both directions, its end is already encrypted.
 */
export function openObfuscation(opening: Buffer): Obfuscation {
  const reversed = Buffer.from(opening.subarray(8, 56)).reverse();
  const incoming = createDecipheriv(
    'aes-256-ctr',
    opening.subarray(8, 40),
    opening.subarray(40, 56),
  );
  const outgoing = createCipheriv(
    'aes-256-ctr',
    reversed.subarray(0, 32),
    reversed.subarray(32, 48),
  );
  const plain = incoming.update(opening);
  return { tag: plain.readUInt32LE(56), incoming, outgoing };
}
