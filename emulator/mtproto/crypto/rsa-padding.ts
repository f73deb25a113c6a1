import { createHash } from 'node:crypto';
import { decryptIge } from './aes-ige.ts';
import type { ServerKey } from './server-key.ts';

const sha1 = (data: Uint8Array) => createHash('sha1').update(data).digest();
const sha256 = (...parts: Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/**
 * Opens what a client encrypted with the server's public key, with either padding in use:
 * RSA_PAD (https://core.telegram.org/mtproto/auth_key#41-rsa-paddata-server-public-key-mentioned-above-is-implemented-as-follows)
 * or the older SHA-1 one.
 *
 * @returns the data followed by its padding, or undefined when neither fits
 */
export function openRsaPadded(serverKey: ServerKey, encrypted: Buffer): Buffer | undefined {
  if (encrypted.length > 256) return undefined;
  let plain: Buffer;
  try {
    plain = serverKey.decrypt(Buffer.concat([Buffer.alloc(256 - encrypted.length), encrypted]));
  } catch {
    return undefined;
  }
  return openAesPadded(plain) ?? openSha1Padded(plain);
}

function openAesPadded(plain: Buffer): Buffer | undefined {
  const aesEncrypted = plain.subarray(32);
  const key = sha256(aesEncrypted);
  for (let i = 0; i < 32; i++) key[i] = (key[i] ?? 0) ^ (plain[i] ?? 0);
  const opened = decryptIge(aesEncrypted, key, Buffer.alloc(32));
  const data = Buffer.from(opened.subarray(0, 192)).reverse();
  return sha256(key, data).equals(opened.subarray(192)) ? data : undefined;
}

/** A zero, the SHA-1 of the data, the data, and padding whose length only the data tells. */
function openSha1Padded(plain: Buffer): Buffer | undefined {
  const hash = plain.subarray(1, 21);
  const rest = plain.subarray(21);
  for (let length = 96; length <= rest.length; length += 4) {
    if (sha1(rest.subarray(0, length)).equals(hash)) return rest;
  }
  return undefined;
}
