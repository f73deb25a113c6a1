import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import { refusalOf } from './media-samples.ts';
import type { PreparedMedia } from './port.ts';

const media = createFfmpegMedia();

let dir: string;
let intoDir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'photos-'));
  intoDir = await mkdtemp(join(dir, 'into-'));
});
afterEach(() => rm(dir, { recursive: true }));

function photo(path: string, filename?: string): Promise<PreparedMedia> {
  return media.prepare({ type: 'photo', path, ...(filename && { filename }) }, intoDir);
}

function blank(width: number, height: number, channels: 3 | 4 = 3) {
  return sharp({
    create: { width, height, channels, background: { r: 200, g: 30, b: 30, alpha: 0 } },
  });
}

/** A picture that doesn't compress. */
function noise(width: number, height: number) {
  const pixels = new Uint8Array(width * height * 3);
  let seed = 1;
  for (let at = 0; at < pixels.length; at++) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    pixels[at] = seed >> 16;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

describe('a photo', () => {
  it.each([
    ['JPEG', 'face.jpg', 'image/jpeg'],
    ['PNG', 'face.png', 'image/png'],
  ])('stays untouched when it is a %s that Telegram takes', async (_format, name, mimeType) => {
    const path = join(dir, name);
    await blank(300, 200).toFile(path);
    expect(await photo(path)).toEqual({
      type: 'photo',
      path,
      size: (await stat(path)).size,
      mimeType,
      filename: name,
      width: 300,
      height: 200,
    });
    expect(await readdir(intoDir)).toEqual([]);
  });

  it('of WebP becomes a JPEG', async () => {
    const path = join(dir, 'sticker.webp');
    await blank(300, 200).toFile(path);
    const prepared = await photo(path);
    expect(prepared).toMatchObject({
      mimeType: 'image/jpeg',
      filename: 'sticker.jpg',
      width: 300,
      height: 200,
    });
    expect(await sharp(prepared.path).metadata()).toMatchObject({ format: 'jpeg', width: 300 });
  });

  it('is white where it was transparent', async () => {
    const path = join(dir, 'clear.webp');
    await blank(20, 20, 4).webp({ lossless: true }).toFile(path);
    const pixels = await sharp((await photo(path)).path)
      .raw()
      .toBuffer();
    expect(Math.min(...pixels)).toBeGreaterThan(250);
  });

  it('is turned upright by its EXIF orientation', async () => {
    const path = join(dir, 'phone.jpg');
    await blank(300, 200).withMetadata({ orientation: 6 }).toFile(path);
    const prepared = await photo(path);
    expect(prepared).toMatchObject({ width: 200, height: 300 });
    expect((await sharp(prepared.path).metadata()).orientation ?? 1).toBe(1);
  });

  it('is made smaller when its sides exceed 10000 pixels together', async () => {
    const path = join(dir, 'wide.png');
    await blank(9000, 3000).toFile(path);
    const { width = 0, height = 0, mimeType } = await photo(path);
    expect(mimeType).toBe('image/jpeg');
    expect(width + height).toBeLessThanOrEqual(10_000);
    expect(width / height).toBeCloseTo(3, 2);
  });

  it('in CMYK becomes an RGB JPEG', async () => {
    const path = join(dir, 'print.jpg');
    await blank(100, 100).toColourspace('cmyk').jpeg().toFile(path);
    expect((await sharp((await photo(path)).path).metadata()).space).toBe('srgb');
  });

  it('carries the extension of what it is', async () => {
    const path = join(dir, 'no-extension');
    await blank(50, 50).jpeg().toFile(path);
    expect(await photo(path)).toMatchObject({ filename: 'no-extension.jpg' });
    expect(await photo(path, '../x/Фото.JPEG')).toMatchObject({ filename: 'Фото.JPEG' });
    expect(await photo(path, 'scan.png')).toMatchObject({ filename: 'scan.jpg' });
  });
});

describe('a photo is refused', () => {
  const refused = async (path: string) => {
    const error = await refusalOf(photo(path));
    expect(error.code).toBe('invalid_media');
    expect(await readdir(intoDir)).toEqual([]);
    return error.text.en;
  };

  it('if its sides differ more than 20 times', async () => {
    const path = join(dir, 'strip.png');
    await blank(2100, 100).toFile(path);
    expect(await refused(path)).toContain('2100×100 is too narrow');
  });

  it('if it is larger than 10 MB', async () => {
    const path = join(dir, 'big.jpg');
    await blank(10, 10).toFile(path);
    await writeFile(path, Buffer.alloc(10 * 1024 * 1024), { flag: 'a' });
    expect(await refused(path)).toContain('with a limit of 10 MB');
  });

  it('if it is animated', async () => {
    const path = join(dir, 'moving.webp');
    const frames = new Uint8Array(20 * 40 * 3).map((_, at) => (at < 1200 ? 0 : 255));
    await sharp(frames, { raw: { width: 20, height: 40, channels: 3, pageHeight: 20 } })
      .webp()
      .toFile(path);
    expect(await refused(path)).toContain('an animation');
  });

  it('if a few bytes declare a picture that fills the memory', async () => {
    const path = join(dir, 'bomb.png');
    const small = await blank(10, 10).png().toBuffer();
    small.writeUInt32BE(40_000, 16); // the width of the header, and after it the height
    small.writeUInt32BE(30_000, 20);
    small.writeUInt32BE(crc32(small.subarray(12, 29)), 29);
    await writeFile(path, small);
    expect(await refused(path)).toContain('40000×30000 is too large');
  });

  it.each(['jpg', 'png', 'webp'])('if it breaks off: %s', async (extension) => {
    const path = join(dir, `whole.${extension}`);
    await noise(200, 200).toFile(path);
    const whole = await readFile(path);
    const cut = join(dir, `cut.${extension}`);
    await writeFile(cut, whole.subarray(0, whole.length * 0.6));
    expect(await refused(cut)).toContain('damaged or was not saved to its end');
  });
});
