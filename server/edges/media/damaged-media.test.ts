import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaType } from '../../../contract/messages.ts';
import { AppError } from '../../base/errors.ts';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import { createSamples, ffmpegBuilds, h264, picture, type Samples, tone } from './media-samples.ts';
import type { MediaTools } from './port.ts';

describe.each(await ffmpegBuilds())('with ffmpeg from the $ffmpeg.source', (build) => {
  let samples: Samples;
  let media: MediaTools;

  beforeAll(async () => {
    samples = await createSamples(build);
    media = createFfmpegMedia({ ffmpegPath: build.ffmpeg.path, ffprobePath: build.ffprobe.path });
  });
  afterAll(() => samples.remove());

  const originals: [MediaType, string, () => Promise<string>][] = [
    ['voice', 'ogg', () => samples.make('x.ogg', ...tone(1), '-c:a', 'libopus')],
    ['voice', 'm4a', () => samples.make('x.m4a', ...tone(1), '-c:a', 'aac')],
    ['voice', 'mp3', () => samples.make('x.mp3', ...tone(1))],
    ['video', 'mp4', () => samples.make('v.mp4', ...picture('64x64', 1), ...h264)],
    ['video_note', 'mkv', () => samples.make('n.mkv', ...picture('64x36', 1), ...h264)],
    ['photo', 'webp', () => saveNoise('p.webp')],
    ['photo', 'jpg', () => saveNoise('p.jpg')],
  ];

  async function saveNoise(name: string): Promise<string> {
    const path = join(samples.dir, name);
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    await sharp({
      create: { width: 64, height: 64, channels: 3, background: 'red', noise },
    }).toFile(path);
    return path;
  }

  it.each(originals)(
    'a damaged %s (%s) is either made ready or refused in words',
    async (type, extension, make) => {
      const whole = await readFile(await make());
      const damage = fc.record({
        length: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 1, noNaN: true })),
        flips: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ length, flips }) => {
          const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * length)));
          for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
          const intoDir = await mkdtemp(join(samples.dir, 'into-'));
          const path = join(intoDir, `damaged.${extension}`);
          await writeFile(path, bytes);
          const outcome = await media
            .prepare({ type, path }, intoDir)
            .catch((error: unknown) => error);
          if (outcome instanceof AppError) expect(outcome.code).toBe('invalid_media');
          else expect(outcome).toMatchObject({ type, size: expect.any(Number) });
        }),
        { numRuns: 8 },
      );
    },
  );
});
