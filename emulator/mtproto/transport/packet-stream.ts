import type { Cipher, Decipher } from 'node:crypto';
import { ABRIDGED_TAG, createAbridged } from './abridged.ts';
import { type Framing, FramingError } from './framing.ts';
import { createFull } from './full.ts';
import { createIntermediate, INTERMEDIATE_TAG, PADDED_TAG } from './intermediate.ts';
import { OPENING_LENGTH, openObfuscation } from './obfuscation.ts';

/** A connection's bytes as packets, in whatever framing the client chose. */
export type PacketStream = {
  /**
   * Takes bytes as they came and calls `onPacket` for each packet they complete.
   *
   * @throws FramingError when they can't be followed
   */
  receive(bytes: Buffer, onPacket: (packet: Buffer) => void): void;
  /** A packet as bytes to send; only after the client has sent something. */
  frame(packet: Buffer): Buffer;
  /** The name of the framing, with a word before it when it is obfuscated. */
  name(): string;
};

export function createPacketStream(): PacketStream {
  let framing: Framing | undefined;
  let incoming: Decipher | undefined;
  let outgoing: Cipher | undefined;
  let pending: Buffer = Buffer.alloc(0);

  /** Tells the framing from a connection's first bytes; undefined while there are too few. */
  function detect(): Framing | undefined {
    if (pending[0] === ABRIDGED_TAG) {
      pending = pending.subarray(1);
      return createAbridged();
    }
    if (pending.length < 8) return undefined;
    const tag = pending.readUInt32LE(0);
    if (tag === INTERMEDIATE_TAG || tag === PADDED_TAG) {
      pending = pending.subarray(4);
      return framingOf(tag);
    }
    // A full framing's second word is its packet's number, 0; an obfuscated opening's never is.
    if (pending.readUInt32LE(4) === 0) return createFull();
    if (pending.length < OPENING_LENGTH) return undefined;
    const obfuscation = openObfuscation(pending.subarray(0, OPENING_LENGTH));
    incoming = obfuscation.incoming;
    outgoing = obfuscation.outgoing;
    pending = incoming.update(pending.subarray(OPENING_LENGTH));
    return framingOf(obfuscation.tag);
  }

  return {
    receive(bytes, onPacket) {
      const plain = incoming ? incoming.update(bytes) : bytes;
      pending = pending.length === 0 ? plain : Buffer.concat([pending, plain]);
      framing ??= detect();
      if (!framing) return;
      for (;;) {
        const frame = pending.length > 0 ? framing.take(pending) : undefined;
        if (!frame) break;
        pending = pending.subarray(frame.end);
        onPacket(frame.packet);
      }
    },
    frame(packet) {
      if (!framing) throw new FramingError('Nothing can be sent before the client has spoken');
      const frame = framing.wrap(packet);
      return outgoing ? outgoing.update(frame) : frame;
    },
    name: () => `${incoming ? 'obfuscated ' : ''}${framing?.name ?? 'unknown'}`,
  };
}

function framingOf(tag: number): Framing {
  if (tag === INTERMEDIATE_TAG) return createIntermediate({ padded: false });
  if (tag === PADDED_TAG) return createIntermediate({ padded: true });
  if (tag === 0xefefefef) return createAbridged();
  throw new FramingError(`There is no framing with the tag ${tag.toString(16)}`);
}
