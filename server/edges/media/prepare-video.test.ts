import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import {
  createSamples,
  ffmpegBuilds,
  h264,
  picture,
  refusalOf,
  type Samples,
  tone,
} from './media-samples.ts';
import type { MediaTools } from './port.ts';

describe.each(await ffmpegBuilds())('with ffmpeg from the $ffmpeg.source', (build) => {
  let samples: Samples;
  let media: MediaTools;

  beforeAll(async () => {
    samples = await createSamples(build);
    media = createFfmpegMedia({ ffmpegPath: build.ffmpeg.path, ffprobePath: build.ffprobe.path });
  });
  afterAll(() => samples.remove());

  const video = (path: string) => media.prepare({ type: 'video', path }, samples.dir);

  describe('a video', () => {
    it('in MP4 stays untouched, with its dimensions and length', async () => {
      const path = await samples.make(
        'film.mp4',
        ...[...picture('160x90', 3), ...tone(3), '-shortest'],
        ...[...h264, '-c:a', 'aac'],
      );
      expect(await video(path)).toEqual({
        type: 'video',
        path,
        size: (await readFile(path)).length,
        mimeType: 'video/mp4',
        filename: 'film.mp4',
        width: 160,
        height: 90,
        durationSeconds: 3,
      });
    });

    it('filmed upright has its sides as they are shown', async () => {
      const lying = await samples.make('lying.mp4', ...picture('160x90', 1), ...h264);
      const path = join(samples.dir, 'upright.mp4');
      await writeFile(path, turnQuarter(await readFile(lying)));
      expect(await video(path)).toMatchObject({ width: 90, height: 160 });
    });
  });

  describe('a video is refused', () => {
    it.each([
      ['film.webm', ['-c:v', 'libvpx', '-deadline', 'realtime'], 'WEBM'],
      ['film.mov', h264, 'MOV'],
      ['film.avi', ['-c:v', 'mpeg4'], 'AVI'],
    ])('if it is no MP4: %s', async (name, args, found) => {
      const path = await samples.make(name, ...picture('64x64', 1), ...args);
      const error = await refusalOf(video(path));
      expect(error.code).toBe('invalid_media');
      expect(error.text.en).toContain(`the file holds ${found}. Accepted: MP4`);
    });

    it('without a video track', async () => {
      const path = await samples.make('tone.mp4', ...tone(1), '-c:a', 'aac');
      expect((await refusalOf(video(path))).text.en).toContain('no video track');
    });

    it('above 50 MB', async () => {
      const path = await samples.make('big.mp4', ...picture('64x64', 1), ...h264);
      await truncate(path, 50 * 1024 * 1024 + 1);
      expect((await refusalOf(video(path))).text.en).toContain('too big, 50 MB with a limit of 50');
    });

    it.each([
      ['its index at the beginning', ['-movflags', '+faststart']],
      ['its index at the end', []],
      ['fragments', ['-movflags', '+frag_keyframe+empty_moov', '-g', '5']],
    ])('if it breaks off, with %s', async (_where, args) => {
      const whole = await readFile(
        await samples.make('whole.mp4', ...picture('160x90', 5), ...h264, ...args),
      );
      const path = join(samples.dir, 'cut.mp4');
      await writeFile(path, whole.subarray(0, whole.length * 0.6));
      const error = await refusalOf(video(path));
      expect(error.code).toBe('invalid_media');
      expect(error.text.en).toContain('damaged or was not saved to its end');
    });
  });
});

/** Writes a quarter turn into the matrix of an MP4's first track header, as phones do. */
function turnQuarter(mp4: Buffer): Buffer {
  const turned = Buffer.from(mp4);
  const matrix = turned.indexOf('tkhd') + 4 + 40;
  const one = 0x10000;
  [0, one, 0, -one, 0, 0, 0, 0, 0x40000000].forEach((value, at) => {
    turned.writeInt32BE(value, matrix + at * 4);
  });
  return turned;
}
