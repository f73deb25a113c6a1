import { checkLength, type Framing } from './framing.ts';

/** The first byte of a connection in this framing. */
export const ABRIDGED_TAG = 0xef;

const LONG = 0x7f;

/** One length byte counting words of four bytes, or 0x7f and three. The top bit asks for a quick
 * acknowledgement, which servers may leave out. */
export function createAbridged(): Framing {
  return {
    name: 'abridged',
    take(bytes) {
      const first = (bytes[0] ?? 0) & 0x7f;
      const header = first === LONG ? 4 : 1;
      if (bytes.length < header) return undefined;
      const length = (header === 4 ? bytes.readUIntLE(1, 3) : first) * 4;
      checkLength(length);
      const end = header + length;
      if (bytes.length < end) return undefined;
      return { packet: bytes.subarray(header, end), end };
    },
    wrap(packet) {
      const words = packet.length / 4;
      const header =
        words < LONG
          ? Buffer.from([words])
          : Buffer.from([LONG, words & 0xff, (words >> 8) & 0xff, words >> 16]);
      return Buffer.concat([header, packet]);
    },
  };
}
