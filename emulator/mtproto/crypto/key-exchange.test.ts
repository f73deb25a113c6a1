import {
  constants,
  createDiffieHellman,
  createHash,
  createPublicKey,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { DH_GENERATOR, DH_PRIME } from '../../world/sessions/dh-group.ts';
import { TlReader } from '../tl/tl-reader.ts';
import { TlWriter } from '../tl/tl-writer.ts';
import { decryptIge, encryptIge, loadAesIge } from './aes-ige.ts';
import { type AgreedKey, createKeyExchange, type KeyExchange } from './key-exchange.ts';
import { generateServerKey, type ServerKey } from './server-key.ts';

const sha1 = (...parts: Uint8Array[]) => createHash('sha1').update(Buffer.concat(parts)).digest();
const sha256 = (...parts: Uint8Array[]) =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
const read = (bytes: Buffer) => new TlReader(bytes, () => undefined);
const build = (write: (writer: TlWriter) => void) => {
  const writer = new TlWriter();
  write(writer);
  return writer.result();
};

let serverKey: ServerKey;
beforeAll(async () => {
  await loadAesIge();
  serverKey = await generateServerKey();
});

type Padding = 'RSA_PAD' | 'SHA-1';

function encryptRsa(data: Buffer, padding: Padding): Buffer {
  const key = { key: createPublicKey(serverKey.publicKeyPem), padding: constants.RSA_NO_PADDING };
  if (padding === 'SHA-1') {
    const plain = Buffer.concat([sha1(data), data, randomBytes(235 - data.length)]);
    return publicEncrypt(key, Buffer.concat([Buffer.alloc(1), plain]));
  }
  const padded = Buffer.concat([data, randomBytes(192 - data.length)]);
  for (;;) {
    const aesKey = randomBytes(32);
    const reversed = Buffer.from(padded).reverse();
    const hashed = Buffer.concat([reversed, sha256(aesKey, padded)]);
    const encrypted = encryptIge(hashed, aesKey, Buffer.alloc(32));
    const mask = sha256(encrypted);
    const start = Buffer.from(aesKey.map((byte, i) => byte ^ (mask[i] ?? 0)));
    if ((start[0] ?? 0) > 0x7f) continue; // surely smaller than the modulus
    return publicEncrypt(key, Buffer.concat([start, encrypted]));
  }
}

/** A client's way to the last step: everything that it knows by then. */
function untilDh(exchange: KeyExchange, padding: Padding, expiresIn?: number) {
  const nonce = randomBytes(16);
  const newNonce = randomBytes(32);
  const pq = exchange.step(
    read(
      build((writer) => {
        writer.uint(0xbe7e8ef1);
        writer.raw(nonce);
      }),
    ),
  );
  if (!pq) throw new Error('No answer to the first step');
  const serverNonce = pq.subarray(20, 36);
  const inner = build((writer) => {
    writer.uint(expiresIn === undefined ? 0x83c95aec : 0x3c6a84d4);
    for (let i = 0; i < 3; i++) writer.byteString(randomBytes(8));
    writer.raw(nonce);
    writer.raw(serverNonce);
    writer.raw(newNonce);
    if (expiresIn !== undefined) writer.int(expiresIn);
  });
  const parameters = exchange.step(
    read(
      build((writer) => {
        writer.uint(0xd712e4be);
        writer.raw(nonce);
        writer.raw(serverNonce);
        writer.byteString(Buffer.alloc(4));
        writer.byteString(Buffer.alloc(4));
        writer.raw(serverKey.fingerprint);
        writer.byteString(encryptRsa(inner, padding));
      }),
    ),
  );
  if (!parameters) throw new Error('No answer to the second step');
  const both = sha1(newNonce, serverNonce);
  const reversed = sha1(serverNonce, newNonce);
  const aesKey = Buffer.concat([both, reversed.subarray(0, 12)]);
  const aesIv = Buffer.concat([
    reversed.subarray(12, 20),
    sha1(newNonce, newNonce),
    newNonce.subarray(0, 4),
  ]);
  const answer = read(parameters);
  answer.raw(36);
  const opened = read(decryptIge(answer.byteString(), aesKey, aesIv).subarray(20));
  opened.raw(36);
  opened.int();
  opened.byteString();
  const gA = opened.byteString();

  function finish(gB: Buffer): { outcome: number; hash: Buffer } | undefined {
    const body = build((writer) => {
      writer.uint(0x6643b654);
      writer.raw(nonce);
      writer.raw(serverNonce);
      writer.bigLong(0n);
      writer.byteString(gB);
    });
    const padded = Buffer.concat([
      sha1(body),
      body,
      randomBytes((16 - ((body.length + 20) % 16)) % 16),
    ]);
    const done = exchange.step(
      read(
        build((writer) => {
          writer.uint(0xf5045f1f);
          writer.raw(nonce);
          writer.raw(serverNonce);
          writer.byteString(encryptIge(padded, aesKey, aesIv));
        }),
      ),
    );
    return done && { outcome: done.readUInt32LE(0), hash: done.subarray(36, 52) };
  }
  return { gA, newNonce, serverNonce, finish };
}

const toBig = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
const to256 = (value: bigint) => Buffer.from(value.toString(16).padStart(512, '0'), 'hex');

/** The client's half of the exchange, counted on from some exponent until the key is as wanted. */
function half(gA: Buffer, wanted: (key: Buffer) => boolean): { gB: Buffer; key: Buffer } {
  const prime = toBig(DH_PRIME);
  const dh = createDiffieHellman(DH_PRIME, DH_GENERATOR);
  let gB = toBig(dh.generateKeys());
  let secret = toBig(dh.computeSecret(gA));
  while (!wanted(to256(secret))) {
    gB = (gB * BigInt(DH_GENERATOR)) % prime;
    secret = (secret * toBig(gA)) % prime;
  }
  return { gB: to256(gB), key: to256(secret) };
}

const DH_GEN_OK = 0x3bcbf734;
const DH_GEN_RETRY = 0x46dc1fb9;
const DH_GEN_FAIL = 0xa69dae02;

describe('A key exchange', () => {
  it.each(['RSA_PAD', 'SHA-1'] as const)('agrees on a key with %s padding', (padding) => {
    const agreed: AgreedKey[] = [];
    const { gA, newNonce, serverNonce, finish } = untilDh(
      createKeyExchange(serverKey, (key) => void agreed.push(key)),
      padding,
    );
    const { gB, key } = half(gA, (secret) => secret[0] !== 0);
    const done = finish(gB);
    expect(done?.outcome).toBe(DH_GEN_OK);
    const auxiliary = sha1(key).subarray(0, 8);
    expect(done?.hash).toEqual(sha1(newNonce, Buffer.from([1]), auxiliary).subarray(4, 20));
    const firstSalt = newNonce.readBigInt64LE(0) ^ serverNonce.readBigInt64LE(0);
    expect(agreed).toEqual([{ key, firstSalt, expiresIn: undefined }]);
  });

  it('tells a temporary key by the time that it lasts', () => {
    const agreed: AgreedKey[] = [];
    const exchange = createKeyExchange(serverKey, (key) => void agreed.push(key));
    const { gA, finish } = untilDh(exchange, 'RSA_PAD', 3600);
    finish(half(gA, (secret) => secret[0] !== 0).gB);
    expect(agreed[0]?.expiresIn).toBe(3600);
  });

  it('asks for another try when the key would begin with a zero', () => {
    const agreed: AgreedKey[] = [];
    const exchange = createKeyExchange(serverKey, (key) => void agreed.push(key));
    const { gA, newNonce, finish } = untilDh(exchange, 'RSA_PAD');
    const { gB, key } = half(gA, (secret) => secret[0] === 0 && secret[1] !== 0);
    const again = finish(gB);
    expect(again?.outcome).toBe(DH_GEN_RETRY);
    const auxiliary = sha1(key.subarray(1)).subarray(0, 8); // as mtcute counts it
    expect(again?.hash).toEqual(sha1(newNonce, Buffer.from([2]), auxiliary).subarray(4, 20));
    expect(agreed).toEqual([]);
    expect(finish(half(gA, (secret) => secret[0] !== 0).gB)?.outcome).toBe(DH_GEN_OK);
    expect(agreed).toHaveLength(1);
  });

  it.each([
    ['1', Buffer.from([1])],
    ['the prime', DH_PRIME],
    ['a small number', Buffer.alloc(200, 7)],
  ])('fails when the client offers %s', (_, gB) => {
    const exchange = createKeyExchange(serverKey, () => {});
    expect(untilDh(exchange, 'RSA_PAD').finish(gB)?.outcome).toBe(DH_GEN_FAIL);
  });

  it('goes nowhere with steps out of order or for another server', () => {
    const exchange = createKeyExchange(serverKey, () => {});
    const early = build((writer) => {
      writer.uint(0xf5045f1f);
      writer.raw(randomBytes(32));
      writer.byteString(randomBytes(16));
    });
    expect(exchange.step(read(early))).toBeUndefined();
    expect(exchange.step(read(Buffer.from('01020304', 'hex')))).toBeUndefined();
  });
});
