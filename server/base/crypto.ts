import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
} from 'node:crypto';

/** What the product encrypts and hashes with; made from the one secret key. */
export type Crypto = {
  /** AES-256-GCM. `context` names what it is and whose: a value moved elsewhere won't open. */
  encrypt(plain: Uint8Array | string, context: string): Buffer;
  /** @throws Error when the value was changed, belongs elsewhere or was made with another key */
  decrypt(sealed: Uint8Array, context: string): Buffer;
  /** Keyed hash of an identifier of a person or a session: equal inputs can be found again. */
  hash(value: string, context: string): Buffer;
  /** Tells whether two processes or a process and its database share one key. */
  fingerprint: string;
};

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param secretKey at least 16 characters, from SECRET_KEY or the key file */
export function createCrypto(secretKey: string): Crypto {
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secretKey, 'vestnik', purpose, 32));
  const encryptionKey = derive('encryption');
  const hashKey = derive('hash');

  return {
    encrypt(plain, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    decrypt(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES)
        throw new Error('not an encrypted value');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, nonce);
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      const body = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
    hash: (value, context) => createHmac('sha256', hashKey).update(`${context}\0${value}`).digest(),
    fingerprint: derive('fingerprint').toString('hex').slice(0, 16),
  };
}

/** A secret that is only ever compared (an API key): high entropy, so a plain hash suffices. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** A random token of 32 bytes for people to copy: `vst_…`. */
export function newToken(prefix: string): string {
  return `${prefix}_${randomBytes(32).toString('base64url')}`;
}

/** A random signed 64-bit integer other than zero, as decimal text: Telegram's `random_id`. */
export function newRandomId(): string {
  const value = randomBytes(8).readBigInt64LE();
  return value === 0n ? newRandomId() : value.toString();
}
