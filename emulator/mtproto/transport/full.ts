import { crc32 } from 'node:zlib';
import { checkLength, type Framing, FramingError } from './framing.ts';

const AROUND = 12; // length, number, checksum

/** Length, a running number and a CRC-32 around each packet. */
export function createFull(): Framing {
  let received = 0;
  let sent = 0;
  return {
    name: 'full',
    take(bytes) {
      if (bytes.length < 8) return undefined;
      const end = bytes.readUInt32LE(0);
      checkLength(end - AROUND);
      if (bytes.length < end) return undefined;
      const number = bytes.readUInt32LE(4);
      if (number !== received) {
        throw new FramingError(`Packet ${number} came where ${received} was due`);
      }
      if (crc32(bytes.subarray(0, end - 4)) !== bytes.readUInt32LE(end - 4)) {
        throw new FramingError('The checksum of a packet is wrong');
      }
      received++;
      return { packet: bytes.subarray(8, end - 4), end };
    },
    wrap(packet) {
      const frame = Buffer.allocUnsafe(packet.length + AROUND);
      frame.writeUInt32LE(frame.length, 0);
      frame.writeUInt32LE(sent++, 4);
      frame.set(packet, 8);
      frame.writeUInt32LE(crc32(frame.subarray(0, frame.length - 4)), frame.length - 4);
      return frame;
    },
  };
}
