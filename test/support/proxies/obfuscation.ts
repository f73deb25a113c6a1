import type { Cipher, Decipher } from 'node:crypto';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/**
 * Telegram's obfuscated transport: 64 bytes that look random hold the keys of both directions, the
 * transport within and the data centre wanted. Source:
 * https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation
 */
export const initBytes = 64;

// what the first bytes must not be, lest they be taken for another transport, HTTP or TLS
const forbiddenByte = 0xef;
const forbiddenStarts = [
  'HEAD',
  'POST',
  'GET ',
  'OPTI',
  '\xdd\xdd\xdd\xdd',
  '\xee\xee\xee\xee',
  '\x16\x03\x01\x02',
];
const noSecret = Buffer.alloc(0);

export type Obfuscation = { incoming: Decipher; outgoing: Cipher };

export type ReadInit = Obfuscation & {
  /** Which transport runs within, four equal bytes: ef abridged, ee intermediate, dd padded. */
  tag: Buffer;
  /** Negative for media servers, over 10,000 for test servers. */
  dcId: number;
};

/** The server's side: takes a client's first 64 bytes apart. */
export function readInit(init: Buffer, secret: Buffer): ReadInit {
  const [incoming, outgoing] = ciphers('server', init, secret);
  const plain = incoming.update(init);
  return { incoming, outgoing, tag: plain.subarray(56, 60), dcId: plain.readInt16LE(60) };
}

/** The client's side towards a server without a secret: the first 64 bytes to send. */
export function makeInit(tag: Buffer, dcId: number): Obfuscation & { init: Buffer } {
  const init = randomStart();
  tag.copy(init, 56);
  init.writeInt16LE(dcId, 60);
  const [incoming, outgoing] = ciphers('client', init, noSecret);
  outgoing.update(init).copy(init, 56, 56);
  return { incoming, outgoing, init };
}

/** The key of the way to the server stands in the init as it is, that of the way back reversed. */
function ciphers(side: 'server' | 'client', init: Buffer, secret: Buffer): [Decipher, Cipher] {
  const keys = Buffer.from(init.subarray(8, 56));
  const toServer = keyOf(keys, secret);
  const toClient = keyOf(Buffer.from(keys).reverse(), secret);
  const [incoming, outgoing] = side === 'server' ? [toServer, toClient] : [toClient, toServer];
  return [
    createDecipheriv('aes-256-ctr', incoming.key, incoming.iv),
    createCipheriv('aes-256-ctr', outgoing.key, outgoing.iv),
  ];
}

function keyOf(part: Buffer, secret: Buffer): { key: Buffer; iv: Buffer } {
  const plain = part.subarray(0, 32);
  const hashed = createHash('sha256').update(plain).update(secret).digest();
  return { key: secret.length > 0 ? hashed : plain, iv: part.subarray(32) };
}

function randomStart(): Buffer {
  for (;;) {
    const bytes = randomBytes(initBytes);
    const start = bytes.toString('latin1', 0, 4);
    const forbidden = bytes[0] === forbiddenByte || forbiddenStarts.includes(start);
    if (!forbidden && bytes.readUInt32LE(4) !== 0) return bytes;
  }
}
