import {
  constants,
  createHash,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import { promisify } from 'node:util';
import { TlWriter } from '../tl/tl-writer.ts';

/** The RSA key with which clients know the server. */
export type ServerKey = {
  /** PKCS#1, as clients' libraries take it. */
  readonly publicKeyPem: string;
  /** Lower 64 bits of the SHA-1 of the bare `rsa_public_key`. */
  readonly fingerprint: Buffer;
  /** Raw RSA, without any padding rule. @throws Error when the number is too large for the key */
  decrypt(encrypted: Buffer): Buffer;
};

const generate = promisify(generateKeyPair);

/**
 * Makes a key. Clients print fingerprints in hexadecimal and some drop leading zeros, so keys whose
 * fingerprint starts with one are thrown away.
 */
export async function generateServerKey(): Promise<ServerKey> {
  for (;;) {
    const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
    const fingerprint = fingerprintOf(publicKey);
    if ((fingerprint[7] ?? 0) < 0x10) continue;
    return {
      publicKeyPem: publicKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      fingerprint,
      decrypt: (encrypted) =>
        privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted),
    };
  }
}

/** https://core.telegram.org/mtproto/auth_key#presenting-proof-of-work-server-authentication */
function fingerprintOf(publicKey: KeyObject): Buffer {
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const writer = new TlWriter();
  writer.byteString(Buffer.from(n, 'base64url'));
  writer.byteString(Buffer.from(e, 'base64url'));
  return createHash('sha1').update(writer.result()).digest().subarray(12, 20);
}
