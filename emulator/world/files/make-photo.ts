import sharp from 'sharp';
import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import type { PhotoSize, StoredPhoto } from './file.ts';

/** Telegram's sizes: the box that a picture is fitted into, in pixels (https://core.telegram.org/api/files#image-thumbnail-types). */
const boxes = [
  ['m', 320],
  ['x', 800],
  ['y', 1280],
  ['w', 2560],
] as const;
const LARGEST_FILE = 10 * 1024 * 1024;
const LARGEST_SIDES = 10_000;
const MOST_ELONGATED = 20;
const QUALITY = 87;
/** Pictures that unpack to more pixels than any camera makes are refused unread. */
const MOST_PIXELS = 100_000_000;

/**
 * Stores a picture in Telegram's sizes, re-encoded as JPEG.
 *
 * @throws TelegramError PHOTO_SAVE_FILE_INVALID, IMAGE_PROCESS_FAILED, PHOTO_INVALID_DIMENSIONS
 */
export async function makePhoto(world: World, bytes: Buffer): Promise<StoredPhoto> {
  if (bytes.length > LARGEST_FILE) throw new TelegramError(400, 'PHOTO_SAVE_FILE_INVALID');
  const id = world.random.long();
  const sizes = await encodeSizes(bytes);
  const photo = { id, date: world.clock.seconds(), sizes };
  world.photos.set(photo.id, photo);
  return photo;
}

async function encodeSizes(bytes: Buffer): Promise<PhotoSize[]> {
  const { width, height } = await dimensions(bytes);
  const elongated = Math.max(width / height, height / width) > MOST_ELONGATED;
  if (width + height > LARGEST_SIDES || elongated) {
    throw new TelegramError(400, 'PHOTO_INVALID_DIMENSIONS');
  }
  const sizes: PhotoSize[] = [];
  for (const [type, side] of boxes) {
    sizes.push(await encode(bytes, type, side));
    if (Math.max(width, height) <= side) break;
  }
  return sizes;
}

async function dimensions(bytes: Buffer): Promise<{ width: number; height: number }> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: MOST_PIXELS }).metadata();
    return autoOrient;
  } catch {
    throw new TelegramError(400, 'IMAGE_PROCESS_FAILED');
  }
}

async function encode(bytes: Buffer, type: string, side: number): Promise<PhotoSize> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { type, width: info.width, height: info.height, bytes: data };
  } catch {
    throw new TelegramError(400, 'IMAGE_PROCESS_FAILED');
  }
}
