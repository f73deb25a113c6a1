import { randomBytes } from 'node:crypto';
import { checkLength, type Framing } from './framing.ts';

/** What a connection in these framings begins with. */
export const INTERMEDIATE_TAG = 0xeeeeeeee;
export const PADDED_TAG = 0xdddddddd;

/** A four-byte length before each packet; its top bit asks for a quick acknowledgement. Padded
 * packets end in up to 15 bytes of noise, which the encryption's own lengths tell apart. */
export function createIntermediate(options: { padded: boolean }): Framing {
  return {
    name: options.padded ? 'padded intermediate' : 'intermediate',
    take(bytes) {
      if (bytes.length < 4) return undefined;
      const length = bytes.readUInt32LE(0) & 0x7fffffff;
      checkLength(length);
      const end = 4 + length;
      if (bytes.length < end) return undefined;
      return { packet: bytes.subarray(4, end), end };
    },
    wrap(packet) {
      const padding = options.padded ? randomBytes((randomBytes(1)[0] ?? 0) & 15) : Buffer.alloc(0);
      const header = Buffer.allocUnsafe(4);
      header.writeUInt32LE(packet.length + padding.length);
      return Buffer.concat([header, packet, padding]);
    },
  };
}
