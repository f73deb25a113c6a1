import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '../../base/errors.ts';
import type { PreparedMedia } from './port.ts';
import { megabyte, readSource, type SourceFile, withExtension } from './source-file.ts';
import {
  animated,
  resultTooBig,
  tooManyPixels,
  tooNarrow,
  unreadable,
  wrongContent,
} from './texts.ts';

/** Telegram's limits of a photo: https://core.telegram.org/bots/api#sendphoto */
export const maxPhotoBytes = 10 * megabyte;
const maxSideSum = 10_000;
const maxSideRatio = 20;

/** What is decoded at all; a few kilobytes can declare a picture that fills the memory. */
const maxPixels = 100_000_000;
const timeoutSeconds = 30;

/** Formats by MIME type, with the name that sharp has for each. */
const formats: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/**
 * A photo that Telegram takes as a photo: JPEG and PNG within its limits stay as they are; WebP,
 * turned (EXIF), too large and non-RGB ones become JPEG.
 * @throws AppError invalid_media, invalid_path
 */
export async function preparePhoto(
  input: { path: string; filename?: string },
  intoDir: string,
): Promise<PreparedMedia> {
  const source = await readSource({ ...input, type: 'photo' }, maxPhotoBytes);
  const { mimeType = '', name } = source.content;
  if (mimeType === 'image/apng') throw animated();
  const format = formats[mimeType];
  if (!format) throw wrongContent('photo', name);
  try {
    // Only the header is read here, so the limit of pixels can be told in words of our own.
    const metadata = await sharp(source.path, { limitInputPixels: false }).metadata();
    if (metadata.format !== format) throw wrongContent('photo', name);
    if ((metadata.pages ?? 1) > 1) throw animated();
    checkSides(metadata);
    const image = sharp(source.path, { limitInputPixels: maxPixels, failOn: 'error' });
    if (fitsTelegram(metadata)) return await keep(source, image, metadata);
    return await convert(source, image, metadata, intoDir);
  } catch (error) {
    throw error instanceof AppError ? error : unreadable('photo', error);
  }
}

function checkSides({ width, height }: Metadata): void {
  if (width * height > maxPixels) throw tooManyPixels('photo', width, height);
  if (Math.max(width, height) > maxSideRatio * Math.min(width, height)) {
    throw tooNarrow(width, height);
  }
}

function fitsTelegram({ format, orientation = 1, width, height, space }: Metadata): boolean {
  const isPhoto = format === 'jpeg' || format === 'png';
  const isPlain = space === 'srgb' || space === 'b-w';
  return isPhoto && isPlain && orientation === 1 && width + height <= maxSideSum;
}

async function keep(
  source: SourceFile,
  image: Sharp,
  { width, height, format }: Metadata,
): Promise<PreparedMedia> {
  // Reading every pixel is what finds a picture that breaks off.
  await image.clone().timeout({ seconds: timeoutSeconds }).resize(8, 8, { fit: 'fill' }).toBuffer();
  const isJpeg = format === 'jpeg';
  return {
    type: 'photo',
    path: source.path,
    size: source.size,
    mimeType: isJpeg ? 'image/jpeg' : 'image/png',
    filename: photoName(source.filename, isJpeg ? 'jpg' : 'png'),
    width,
    height,
  };
}

async function convert(
  source: SourceFile,
  image: Sharp,
  { width, height }: Metadata,
  intoDir: string,
): Promise<PreparedMedia> {
  const scale = Math.min(1, maxSideSum / (width + height));
  const side = Math.floor(Math.max(width, height) * scale);
  const upright = image
    .timeout({ seconds: timeoutSeconds })
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb');
  for (const quality of [90, 75, 60]) {
    const path = join(intoDir, `${randomUUID()}.jpg`);
    const made = await upright.clone().jpeg({ quality }).toFile(path);
    const { size } = await stat(path);
    if (size > maxPhotoBytes) continue;
    return {
      type: 'photo',
      path,
      size,
      mimeType: 'image/jpeg',
      filename: photoName(source.filename, 'jpg'),
      width: made.width,
      height: made.height,
    };
  }
  throw resultTooBig('photo', maxPhotoBytes);
}

function photoName(filename: string, extension: 'jpg' | 'png'): string {
  const isNamedSo = extension === 'jpg' && /\.jpe?g$/i.test(filename);
  return isNamedSo ? filename : withExtension(filename, extension);
}
