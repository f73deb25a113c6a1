import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Media } from '../messages/message.ts';
import type { World } from '../world.ts';
import type { DocumentAttribute, MediaType } from './file.ts';
import { makeDocument } from './make-document.ts';
import { makePhoto } from './make-photo.ts';

/** Media as somebody in the world sends it, without a client that uploads it. */
export type MediaWish = {
  type: MediaType;
  /** The file; a small real one of the type when absent. */
  bytes?: Buffer | undefined;
  filename?: string | undefined;
  mimeType?: string | undefined;
  durationSeconds?: number | undefined;
};

/** Seconds that the samples last. */
const SAMPLE_DURATION = 2;

/** The samples: two seconds of a tone or a test card, and what players need to know of them. */
const samples = {
  video: { file: 'video.mp4', mimeType: 'video/mp4', width: 320, height: 180 },
  video_note: { file: 'round.mp4', mimeType: 'video/mp4', width: 240, height: 240 },
  voice: { file: 'voice.ogg', mimeType: 'audio/ogg', width: 0, height: 0 },
  audio: { file: 'audio.mp3', mimeType: 'audio/mpeg', width: 0, height: 0 },
} as const;

/**
 * Makes media of the wished type.
 *
 * @throws TelegramError those of `makePhoto` when the bytes of a photo are no picture
 */
export async function makeMedia(world: World, wish: MediaWish): Promise<Media> {
  if (wish.type === 'photo') {
    const photo = await makePhoto(world, wish.bytes ?? (await samplePicture(world)));
    return { kind: 'photo', photo };
  }
  if (wish.type === 'document') {
    const bytes = wish.bytes ?? Buffer.from('A sample document.\n');
    const mimeType = wish.mimeType ?? (wish.bytes ? 'application/octet-stream' : 'text/plain');
    const name = wish.filename ?? (wish.bytes ? 'file.bin' : 'sample.txt');
    const attributes: DocumentAttribute[] = [{ kind: 'filename', name }];
    return { kind: 'document', document: makeDocument(world, { bytes, mimeType, attributes }) };
  }
  const sample = samples[wish.type];
  const document = makeDocument(world, {
    bytes: wish.bytes ?? (await readFile(new URL(`samples/${sample.file}`, import.meta.url))),
    mimeType: wish.mimeType ?? sample.mimeType,
    attributes: attributesOf(world, wish, wish.type),
  });
  return { kind: 'document', document };
}

function attributesOf(
  world: World,
  wish: MediaWish,
  type: keyof typeof samples,
): DocumentAttribute[] {
  const duration = wish.durationSeconds ?? SAMPLE_DURATION;
  const named: DocumentAttribute[] =
    wish.filename === undefined ? [] : [{ kind: 'filename', name: wish.filename }];
  if (type === 'voice' || type === 'audio') {
    const voice = type === 'voice';
    const waveform = voice ? world.random.bytes(63) : undefined;
    return [{ kind: 'audio', duration, voice, waveform }, ...named];
  }
  const { width, height } = samples[type];
  const round = type === 'video_note';
  const video = { kind: 'video', duration, width, height, round, streaming: true } as const;
  return [{ ...video, silent: false }, ...named];
}

/** A plain picture in a colour of the world's choice. */
async function samplePicture(world: World): Promise<Buffer> {
  const [r = 0, g = 0, b = 0] = world.random.bytes(3);
  return sharp({ create: { width: 640, height: 480, channels: 3, background: { r, g, b } } })
    .jpeg()
    .toBuffer();
}
