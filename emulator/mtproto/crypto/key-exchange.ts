import {
  createDiffieHellman,
  createHash,
  type DiffieHellman,
  generatePrimeSync,
  randomBytes,
} from 'node:crypto';
import { DH_GENERATOR, DH_PRIME } from '../../world/sessions/dh-group.ts';
import type { TlReader } from '../tl/tl-reader.ts';
import { TlWriter } from '../tl/tl-writer.ts';
import { decryptIge, encryptIge } from './aes-ige.ts';
import { openRsaPadded } from './rsa-padding.ts';
import type { ServerKey } from './server-key.ts';

/** Numbers of the constructors of https://core.telegram.org/mtproto/auth_key. */
const REQ_PQ = 0x60469778;
const REQ_PQ_MULTI = 0xbe7e8ef1;
const RES_PQ = 0x05162463;
const REQ_DH_PARAMS = 0xd712e4be;
const SERVER_DH_PARAMS_OK = 0xd0e8075c;
const SERVER_DH_INNER_DATA = 0xb5890dba;
const SET_CLIENT_DH_PARAMS = 0xf5045f1f;
const CLIENT_DH_INNER_DATA = 0x6643b654;
const DH_GEN_OK = 0x3bcbf734;
const DH_GEN_RETRY = 0x46dc1fb9;
const DH_GEN_FAIL = 0xa69dae02;
const P_Q_INNER_DATA = 0x83c95aec;
const P_Q_INNER_DATA_DC = 0xa9f55f95;
const P_Q_INNER_DATA_TEMP = 0x3c6a84d4;
const P_Q_INNER_DATA_TEMP_DC = 0x56fddf88;

const sha1 = (...parts: Uint8Array[]) => {
  const digest = createHash('sha1');
  for (const part of parts) digest.update(part);
  return digest.digest();
};
const nowSeconds = () => Math.floor(Date.now() / 1000);

/** A key that client and server agreed on. */
export type AgreedKey = {
  key: Buffer;
  /** The salt to begin with, which both sides know from the exchange. */
  firstSalt: bigint;
  /** Seconds, for temporary keys. */
  expiresIn?: number | undefined;
};

/** One connection's way through the exchange. */
export type KeyExchange = {
  /**
   * Takes a step of the client's and gives the server's answer, or undefined for a step that
   * doesn't fit: the connection should be closed.
   *
   * @throws TlError on malformed bytes
   */
  step(reader: TlReader): Buffer | undefined;
};

/** @param onKey  called when both sides have the key, before the last answer is given */
export function createKeyExchange(
  serverKey: ServerKey,
  onKey: (agreed: AgreedKey) => void,
): KeyExchange {
  let nonce: Buffer | undefined;
  let serverNonce = randomBytes(16);
  let newNonce: Buffer | undefined;
  let expiresIn: number | undefined;
  let dh: DiffieHellman | undefined;

  function offerPq(reader: TlReader): Buffer {
    nonce = Buffer.from(reader.raw(16));
    serverNonce = randomBytes(16);
    const p = generatePrimeSync(30, { bigint: true });
    let q = p;
    while (q === p) q = generatePrimeSync(30, { bigint: true });
    const pq = Buffer.alloc(8);
    pq.writeBigUInt64BE(p * q);

    const writer = new TlWriter(128);
    writer.uint(RES_PQ);
    writer.raw(nonce);
    writer.raw(serverNonce);
    writer.byteString(pq);
    writer.vector([serverKey.fingerprint], (fingerprint) => writer.raw(fingerprint));
    return writer.result();
  }

  const isOurs = (reader: TlReader) =>
    nonce !== undefined && reader.raw(16).equals(nonce) && reader.raw(16).equals(serverNonce);

  function offerDh(reader: TlReader): Buffer | undefined {
    if (!isOurs(reader) || !nonce) return undefined;
    reader.byteString(); // p
    reader.byteString(); // q
    if (!reader.raw(8).equals(serverKey.fingerprint)) return undefined;
    const plain = openRsaPadded(serverKey, reader.byteString());
    if (!plain) return undefined;
    const inner = readInnerData(reader.over(plain));
    if (!inner?.nonce.equals(nonce) || !inner.serverNonce.equals(serverNonce)) return undefined;
    newNonce = inner.newNonce;
    expiresIn = inner.expiresIn;

    dh = createDiffieHellman(DH_PRIME, DH_GENERATOR);
    const answer = new TlWriter(1024);
    answer.uint(SERVER_DH_INNER_DATA);
    answer.raw(nonce);
    answer.raw(serverNonce);
    answer.int(DH_GENERATOR);
    answer.byteString(DH_PRIME);
    answer.byteString(dh.generateKeys());
    answer.int(nowSeconds());
    const bytes = answer.result();
    const padding = (16 - ((20 + bytes.length) % 16)) % 16;
    const { key, iv } = exchangeKeys(serverNonce, newNonce);

    const writer = new TlWriter(1024);
    writer.uint(SERVER_DH_PARAMS_OK);
    writer.raw(nonce);
    writer.raw(serverNonce);
    const hashed = Buffer.concat([sha1(bytes), bytes, randomBytes(padding)]);
    writer.byteString(encryptIge(hashed, key, iv));
    return writer.result();
  }

  function agree(reader: TlReader): Buffer | undefined {
    if (!isOurs(reader) || !nonce || !newNonce || !dh) return undefined;
    const encrypted = reader.byteString();
    if (encrypted.length === 0 || encrypted.length % 16 !== 0) return undefined;
    const { key, iv } = exchangeKeys(serverNonce, newNonce);
    const plain = decryptIge(encrypted, key, iv);
    const inner = reader.over(plain.subarray(20));
    if (inner.uint() !== CLIENT_DH_INNER_DATA || !isOurs(inner)) return undefined;
    inner.long(); // retry id
    const gB = inner.byteString();
    if (!sha1(inner.bytes.subarray(0, inner.position)).equals(plain.subarray(0, 20))) {
      return undefined;
    }

    const secret = sharedSecret(dh, gB);
    // Some clients drop a leading zero of the key and would then disagree on it: exchange again.
    // They count the hash that goes with the retry without that zero, too.
    const outcome = !secret ? 'fail' : secret[0] === 0 ? 'retry' : 'ok';
    if (secret && outcome === 'ok')
      onKey({ key: secret, firstSalt: xor64(newNonce, serverNonce), expiresIn });
    const number = { ok: 1, retry: 2, fail: 3 }[outcome];
    const counted = outcome === 'retry' ? withoutZeros(secret) : secret;
    const auxiliary = sha1(counted ?? Buffer.alloc(256)).subarray(0, 8);

    const writer = new TlWriter(128);
    writer.uint({ ok: DH_GEN_OK, retry: DH_GEN_RETRY, fail: DH_GEN_FAIL }[outcome]);
    writer.raw(nonce);
    writer.raw(serverNonce);
    writer.raw(sha1(newNonce, Buffer.from([number]), auxiliary).subarray(4, 20));
    return writer.result();
  }

  return {
    step(reader) {
      const id = reader.uint();
      if (id === REQ_PQ_MULTI || id === REQ_PQ) return offerPq(reader);
      if (id === REQ_DH_PARAMS) return offerDh(reader);
      if (id === SET_CLIENT_DH_PARAMS) return agree(reader);
      return undefined;
    },
  };
}

function readInnerData(reader: TlReader) {
  const id = reader.uint();
  const withDc = id === P_Q_INNER_DATA_DC || id === P_Q_INNER_DATA_TEMP_DC;
  const temporary = id === P_Q_INNER_DATA_TEMP || id === P_Q_INNER_DATA_TEMP_DC;
  if (!withDc && !temporary && id !== P_Q_INNER_DATA) return undefined;
  for (let i = 0; i < 3; i++) reader.byteString(); // pq, p, q
  const nonce = reader.raw(16);
  const serverNonce = reader.raw(16);
  const newNonce = Buffer.from(reader.raw(32));
  if (withDc) reader.int();
  return { nonce, serverNonce, newNonce, expiresIn: temporary ? reader.int() : undefined };
}

/** The AES key of the exchange's own messages. */
function exchangeKeys(serverNonce: Buffer, newNonce: Buffer): { key: Buffer; iv: Buffer } {
  const both = sha1(newNonce, serverNonce);
  const reversed = sha1(serverNonce, newNonce);
  const twice = sha1(newNonce, newNonce);
  return {
    key: Buffer.concat([both, reversed.subarray(0, 12)]),
    iv: Buffer.concat([reversed.subarray(12, 20), twice, newNonce.subarray(0, 4)]),
  };
}

const withoutZeros = (key: Buffer | undefined) =>
  key?.subarray(key.findIndex((byte) => byte !== 0));

const xor64 = (a: Buffer, b: Buffer) => a.readBigInt64LE(0) ^ b.readBigInt64LE(0);

/** 256 bytes, or undefined when the client's half is out of the safe range. */
function sharedSecret(dh: DiffieHellman, gB: Buffer): Buffer | undefined {
  if (gB.length > 256 || gB.length < 248) return undefined;
  try {
    const secret = dh.computeSecret(gB);
    return Buffer.concat([Buffer.alloc(256 - secret.length), secret]);
  } catch {
    return undefined; // OpenSSL refuses 0, 1 and numbers from the prime on
  }
}
