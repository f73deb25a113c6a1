import { crc32, deflateSync } from 'node:zlib';
import { encode, renderSVG } from 'uqr';

/** The quiet zone that scanners need, in modules. Source: ISO/IEC 18004. */
const QUIET_ZONE = 4;
const PIXELS_PER_MODULE = 10;

/** A QR code as an SVG that scales to any size. A quarter of it may be damaged. */
export function qrSvg(text: string): string {
  return renderSVG(text, { ecc: 'M', border: QUIET_ZONE, pixelSize: PIXELS_PER_MODULE });
}

/** A QR code as a PNG of black and white pixels, ten to a module. */
export function qrPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const side = size * PIXELS_PER_MODULE;
  const row = Math.ceil(side / 8) + 1;
  const pixels = Buffer.alloc(row * side);
  for (let y = 0; y < side; y++) {
    const modules = data[Math.floor(y / PIXELS_PER_MODULE)];
    for (let x = 0; x < side; x++) {
      if (modules?.[Math.floor(x / PIXELS_PER_MODULE)]) continue;
      const place = y * row + 1 + (x >> 3);
      pixels.writeUInt8(pixels.readUInt8(place) | (0x80 >> (x & 7)), place);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit a pixel, greyscale, no interlace.
  header.writeUInt8(1, 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
