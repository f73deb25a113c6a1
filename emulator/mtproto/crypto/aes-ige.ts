import { NodeCryptoProvider } from '@mtcute/node/utils.js';

const provider = new NodeCryptoProvider();
let ready: Promise<void> | undefined;

/** Loads the cipher; must have resolved before the two functions below are called. */
export function loadAesIge(): Promise<void> {
  ready ??= provider.initialize();
  return ready;
}

/** @param data  a multiple of 16 bytes; key and iv are 32 bytes each */
export function encryptIge(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  return asBuffer(provider.createAesIge(key, iv).encrypt(data));
}

export function decryptIge(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Buffer {
  return asBuffer(provider.createAesIge(key, iv).decrypt(data));
}

const asBuffer = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
