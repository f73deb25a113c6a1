import { hash, randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { decryptIge, encryptIge } from '../mtproto/crypto/aes-ige.ts';
import { createCodec } from '../mtproto/tl/codec.ts';
import type { TlObject } from '../mtproto/tl/tl-reader.ts';
import { TlWriter } from '../mtproto/tl/tl-writer.ts';
import { keyIdOf } from '../world/sessions/add-key.ts';
import { waitFor } from './wait-for.ts';

const codec = createCodec();
const LAYER = 225;
const CONTAINER = 0x73f1f8dc;
const sha256 = (...parts: Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer');

/** What came from the server: its message id and body. */
export type Received = { messageId: bigint; sequence: number; body: Buffer };

/**
 * A client that does nothing by itself: every message, id and acknowledgement is the test's doing.
 * It speaks the intermediate framing.
 */
export type RawClient = {
  readonly received: Received[];
  /** Transport errors that came instead of messages. */
  readonly failures: number[];
  readonly closed: boolean;
  /** The salt that goes with what is sent; wrong until the test corrects it. */
  salt: bigint;
  /** Sends a message body and gives the message id it went under. */
  send(body: Buffer, options?: { messageId?: bigint; content?: boolean }): bigint;
  sendRaw(bytes: Buffer): void;
  /** The first message since the last look that begins with this constructor's number. */
  next(id: number): Promise<Received>;
  close(): void;
};

/** An id for a message sent now. */
export function messageIdNow(offsetSeconds = 0): bigint {
  const now = Date.now() + offsetSeconds * 1000;
  const fraction = BigInt(randomBytes(4).readUInt32LE());
  return ((BigInt(Math.floor(now / 1000)) << 32n) | fraction) & ~3n;
}

export async function rawClient(
  box: { host: string; port: number },
  key: Buffer,
  options: { sessionId: bigint; from?: string },
): Promise<RawClient> {
  const socket: Socket = connect({ ...box, localAddress: options.from ?? '127.0.0.1' });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.write(Buffer.from('eeeeeeee', 'hex'));
  const received: Received[] = [];
  const failures: number[] = [];
  let looked = 0;
  let closed = false;
  let sequence = 0;
  let pending = Buffer.alloc(0);
  socket.on('close', () => {
    closed = true;
  });
  socket.on('data', (bytes) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32LE(0)) {
      const end = 4 + pending.readUInt32LE(0);
      const packet = pending.subarray(4, end);
      pending = pending.subarray(end);
      if (packet.length === 4) failures.push(packet.readInt32LE(0));
      else received.push(...open(packet, key));
    }
  });
  const sendRaw = (bytes: Buffer) => {
    const header = Buffer.alloc(4);
    header.writeUInt32LE(bytes.length);
    socket.write(Buffer.concat([header, bytes]));
  };
  const client = {
    received,
    failures,
    get closed() {
      return closed;
    },
    salt: 0n,
    send(body: Buffer, more: { messageId?: bigint; content?: boolean } = {}) {
      const messageId = more.messageId ?? messageIdNow();
      const content = more.content ?? true;
      const number = sequence * 2 + (content ? 1 : 0);
      if (content) sequence++;
      const envelope = { salt: client.salt, sessionId: options.sessionId, messageId, number };
      sendRaw(seal(key, envelope, body));
      return messageId;
    },
    sendRaw,
    next(id: number) {
      return waitFor(`a message ${id.toString(16)}`, () => {
        for (; looked < received.length; looked++) {
          const message = received[looked];
          if (message?.body.readUInt32LE(0) !== id) continue;
          looked++;
          return message;
        }
        return undefined;
      });
    },
    close: () => socket.destroy(),
  };
  return client;
}

/** A call as bytes, wrapped so that the server knows the layer. */
export function callBytes(request: TlObject): Buffer {
  const client = {
    _: 'initConnection',
    apiId: 1,
    deviceModel: 'raw',
    systemVersion: '1',
    appVersion: '1',
    systemLangCode: 'en',
    langPack: '',
    langCode: 'en',
    query: request,
  };
  return codec.encode({ _: 'invokeWithLayer', layer: LAYER, query: client }, LAYER);
}

/** The result inside an rpc_result, read with the newest layer. */
export function resultOf(message: Received): { requestId: bigint; result: unknown } {
  const reader = codec.reader(message.body, 12);
  const isError = message.body.readUInt32LE(12) === 0x2144ca19;
  const requestId = message.body.readBigInt64LE(4);
  if (!isError) return { requestId, result: reader.object() };
  reader.uint();
  return { requestId, result: { _: 'error', code: reader.int(), text: reader.string() } };
}

/** Several bodies in one container; the container itself goes under a later id than they. */
export function containerBytes(messages: { messageId: bigint; body: Buffer }[]): Buffer {
  const writer = new TlWriter();
  writer.uint(CONTAINER);
  writer.uint(messages.length);
  messages.forEach(({ messageId, body }, i) => {
    writer.bigLong(messageId);
    writer.uint(i * 2 + 1);
    writer.uint(body.length);
    writer.raw(body);
  });
  return writer.result();
}

function aesKeys(key: Buffer, messageKey: Buffer, x: number) {
  const a = sha256(messageKey, key.subarray(x, x + 36));
  const b = sha256(key.subarray(x + 40, x + 76), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    iv: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

function seal(
  key: Buffer,
  envelope: { salt: bigint; sessionId: bigint; messageId: bigint; number: number },
  body: Buffer,
): Buffer {
  const header = Buffer.alloc(32);
  header.writeBigInt64LE(envelope.salt, 0);
  header.writeBigInt64LE(envelope.sessionId, 8);
  header.writeBigInt64LE(envelope.messageId, 16);
  header.writeUInt32LE(envelope.number, 24);
  header.writeUInt32LE(body.length, 28);
  const padding = randomBytes(12 + ((16 - ((32 + body.length + 12) % 16)) % 16));
  const plain = Buffer.concat([header, body, padding]);
  const messageKey = sha256(key.subarray(88, 120), plain).subarray(8, 24);
  const aes = aesKeys(key, messageKey, 0);
  const encrypted = encryptIge(plain, aes.key, aes.iv);
  return Buffer.concat([Buffer.from(keyIdOf(key), 'hex'), messageKey, encrypted]);
}

function open(packet: Buffer, key: Buffer): Received[] {
  const messageKey = packet.subarray(8, 24);
  const aes = aesKeys(key, messageKey, 8);
  const plain = decryptIge(packet.subarray(24), aes.key, aes.iv);
  const length = plain.readUInt32LE(28);
  const outer = {
    messageId: plain.readBigInt64LE(16),
    sequence: plain.readUInt32LE(24),
    body: plain.subarray(32, 32 + length),
  };
  if (outer.body.readUInt32LE(0) !== CONTAINER) return [outer];
  const reader = codec.reader(outer.body, 4);
  return Array.from({ length: reader.uint() }, () => ({
    messageId: reader.raw(8).readBigInt64LE(0),
    sequence: reader.uint(),
    body: reader.raw(reader.uint()),
  }));
}
