import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FramingError } from './framing.ts';
import { createPacketStream, type PacketStream } from './packet-stream.ts';

const word = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

function fullFrame(packet: Buffer, number: number): Buffer {
  const start = Buffer.concat([word(packet.length + 12), word(number), packet]);
  return Buffer.concat([start, word(crc32(start))]);
}

function abridgedFrame(packet: Buffer): Buffer {
  const words = packet.length / 4;
  if (words < 127) return Buffer.concat([Buffer.from([words]), packet]);
  return Buffer.concat([Buffer.from([127, words & 255, (words >> 8) & 255, words >> 16]), packet]);
}

const intermediateFrame = (packet: Buffer) => Buffer.concat([word(packet.length), packet]);

/** What a client sends for these packets, in each framing. */
const framings: Record<string, (packets: Buffer[]) => Buffer> = {
  abridged: (packets) => Buffer.concat([Buffer.from([0xef]), ...packets.map(abridgedFrame)]),
  intermediate: (packets) => Buffer.concat([word(0xeeeeeeee), ...packets.map(intermediateFrame)]),
  'padded intermediate': (packets) =>
    Buffer.concat([word(0xdddddddd), ...packets.map(intermediateFrame)]),
  full: (packets) => Buffer.concat(packets.map((packet, i) => fullFrame(packet, i))),
};

/** The opening of an obfuscated connection, and the ciphers of both directions. */
function obfuscated(tag: number) {
  const opening = randomBytes(64);
  opening[0] = 1;
  opening.writeUInt32LE(7, 4);
  opening.writeUInt32LE(tag, 56);
  const reversed = Buffer.from(opening.subarray(8, 56)).reverse();
  const outgoing = createCipheriv('aes-256-ctr', opening.subarray(8, 40), opening.subarray(40, 56));
  const incoming = createDecipheriv(
    'aes-256-ctr',
    reversed.subarray(0, 32),
    reversed.subarray(32, 48),
  );
  const encrypted = outgoing.update(opening);
  return {
    opening: Buffer.concat([opening.subarray(0, 56), encrypted.subarray(56)]),
    outgoing,
    incoming,
  };
}

function receiveBytewise(stream: PacketStream, bytes: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  for (let i = 0; i < bytes.length; i++) {
    stream.receive(bytes.subarray(i, i + 1), (packet) => void packets.push(Buffer.from(packet)));
  }
  return packets;
}

const packets = [randomBytes(40), randomBytes(508), randomBytes(2000), randomBytes(24)];

describe.each(Object.entries(framings))('The %s framing', (name, encode) => {
  it('is understood when it comes byte by byte', () => {
    const stream = createPacketStream();
    expect(receiveBytewise(stream, encode(packets))).toEqual(packets);
    expect(stream.name()).toBe(name);
  });

  it('is understood however it is cut', () => {
    const bytes = encode(packets);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const stream = createPacketStream();
        const found: Buffer[] = [];
        for (let i = 1; i < places.length; i++) {
          const part = bytes.subarray(places[i - 1], places[i]);
          stream.receive(part, (packet) => void found.push(Buffer.from(packet)));
        }
        expect(found).toEqual(packets);
      }),
      { numRuns: 50 },
    );
  });

  it('is answered in kind', () => {
    const stream = createPacketStream();
    receiveBytewise(stream, encode(packets.slice(0, 1)));
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = packets;
    const answers = [stream.frame(first), stream.frame(second)];
    if (name === 'padded intermediate') {
      for (const [i, answer] of answers.entries()) {
        const padding = answer.length - 4 - (packets[i]?.length ?? 0);
        expect(padding).toBeGreaterThanOrEqual(0);
        expect(padding).toBeLessThan(16);
        expect(answer.readUInt32LE(0)).toBe(answer.length - 4);
        expect(answer.subarray(4, 4 + (packets[i]?.length ?? 0))).toEqual(packets[i]);
      }
    } else {
      const expected = framings[name]?.([first, second]) ?? Buffer.alloc(0);
      const tagLength = { abridged: 1, intermediate: 4, full: 0 }[name] ?? 0;
      expect(Buffer.concat(answers)).toEqual(expected.subarray(tagLength));
    }
  });
});

describe('An obfuscated connection', () => {
  it.each([
    ['abridged', 0xefefefef, abridgedFrame],
    ['intermediate', 0xeeeeeeee, intermediateFrame],
    ['padded intermediate', 0xdddddddd, intermediateFrame],
  ] as const)('carries the %s framing both ways', (name, tag, frame) => {
    const { opening, outgoing, incoming } = obfuscated(tag);
    const stream = createPacketStream();
    const bytes = Buffer.concat([opening, outgoing.update(Buffer.concat(packets.map(frame)))]);
    expect(receiveBytewise(stream, bytes)).toEqual(packets);
    expect(stream.name()).toBe(`obfuscated ${name}`);
    const [packet = Buffer.alloc(0)] = packets;
    const answer = incoming.update(stream.frame(packet));
    expect(answer.includes(packet)).toBe(true);
  });

  it('with an unknown framing inside is given up', () => {
    const { opening } = obfuscated(0x12345678);
    expect(() => createPacketStream().receive(opening, () => {})).toThrow(FramingError);
  });
});

describe('A stream that cannot be followed is given up', () => {
  const failing = (bytes: Buffer) => () => createPacketStream().receive(bytes, () => {});

  it('when a checksum is wrong', () => {
    const frame = fullFrame(randomBytes(40), 0);
    frame[20] = (frame[20] ?? 0) ^ 1;
    expect(failing(frame)).toThrow('checksum');
  });

  it('when a packet has another number than is due', () => {
    const bytes = Buffer.concat([fullFrame(randomBytes(40), 0), fullFrame(randomBytes(40), 5)]);
    expect(failing(bytes)).toThrow('Packet 5 came where 1 was due');
  });

  it.each([
    ['a packet without end', Buffer.concat([word(0xeeeeeeee), word(0x7fffffff)])],
    ['an empty packet', Buffer.concat([word(0xeeeeeeee), word(0)])],
    ['an empty abridged packet', Buffer.from([0xef, 0])],
    ['a full frame that is shorter than itself', Buffer.concat([word(3), word(0)])],
  ])('when %s is announced', (_, bytes) => {
    expect(failing(bytes)).toThrow('was announced');
  });

  it('and nothing can be sent on it before the client has spoken', () => {
    expect(() => createPacketStream().frame(randomBytes(8))).toThrow(FramingError);
  });
});
