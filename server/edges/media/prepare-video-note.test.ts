import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
  let intoDir: string;

  beforeAll(async () => {
    samples = await createSamples(build);
    media = createFfmpegMedia({ ffmpegPath: build.ffmpeg.path, ffprobePath: build.ffprobe.path });
  });
  beforeEach(async () => {
    intoDir = await mkdtemp(join(samples.dir, 'into-'));
  });
  afterAll(() => samples.remove());

  const note = (path: string) => media.prepare({ type: 'video_note', path }, intoDir);

  describe('a video note', () => {
    it.each([
      ['MP4', 'film.mp4', [...h264, '-c:a', 'aac']],
      ['MOV', 'film.mov', [...h264, '-c:a', 'aac']],
      ['WebM', 'film.webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus']],
      ['MKV', 'film.mkv', [...h264, '-c:a', 'libmp3lame']],
      ['AVI', 'film.avi', ['-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
    ])('is made of %s as a square H.264 and AAC MP4', async (_format, name, args) => {
      const original = await samples.make(
        name,
        ...[...picture('160x90', 2), ...tone(2)],
        ...['-shortest', ...args],
      );
      const prepared = await note(original);
      expect(prepared).toMatchObject({
        type: 'video_note',
        mimeType: 'video/mp4',
        filename: 'film.mp4',
        width: 384,
        height: 384,
        durationSeconds: 2,
      });
      const { streams } = await samples.probe(prepared.path);
      expect(streams).toMatchObject([
        { codec_name: 'h264', width: 384, height: 384, pix_fmt: 'yuv420p' },
        { codec_name: 'aac' },
      ]);
      expect(prepared.size).toBe((await readFile(prepared.path)).length);
    });

    it('keeps the centre of the picture', async () => {
      const bars = await samples.make(
        'bars.mp4',
        ...['-f', 'lavfi', '-i', 'color=red:s=100x100:d=1:r=10'],
        ...['-f', 'lavfi', '-i', 'color=lime:s=100x100:d=1:r=10'],
        ...['-f', 'lavfi', '-i', 'color=blue:s=100x100:d=1:r=10'],
        ...['-filter_complex', '[0][1][2]hstack=inputs=3', ...h264],
      );
      const frame = await samples.firstFrame((await note(bars)).path);
      for (const [x, y] of [
        [10, 10],
        [373, 10],
        [192, 192],
        [10, 373],
        [373, 373],
      ] as const) {
        const at = (y * 384 + x) * 3;
        const [red = 255, green = 0, blue = 255] = frame.subarray(at, at + 3);
        expect({ x, y, isGreen: green > 200 && red < 60 && blue < 60 }).toEqual({
          x,
          y,
          isGreen: true,
        });
      }
    });

    it('has 640 pixels a side when the source is that large', async () => {
      const large = await samples.make('large.mp4', ...picture('1280x720', 0.5), ...h264);
      const prepared = await note(large);
      expect(prepared).toMatchObject({ width: 640, height: 640, durationSeconds: 1 });
      expect((await samples.probe(prepared.path)).streams).toMatchObject([{ width: 640 }]);
    });

    it('may be silent', async () => {
      const silent = await samples.make('silent.mp4', ...picture('160x90', 1), ...h264);
      expect((await samples.probe((await note(silent)).path)).streams).toHaveLength(1);
    });

    it('is made of square pixels', async () => {
      const wide = await samples.make(
        'anamorphic.mp4',
        ...[...picture('96x96', 1), '-vf', 'setsar=2/1', ...h264],
      );
      const prepared = await note(wide);
      expect(prepared.path).not.toBe(wide);
      expect((await samples.probe(prepared.path)).streams).toMatchObject([
        { width: 384, height: 384, sample_aspect_ratio: '1:1' },
      ]);
    });

    it('stays untouched when it is a square H.264 MP4 already', async () => {
      const ready = await samples.make(
        'ready.mp4',
        ...[...picture('240x240', 1), ...tone(1), '-shortest'],
        ...[...h264, '-c:a', 'aac'],
      );
      expect(await note(ready)).toMatchObject({
        path: ready,
        filename: 'ready.mp4',
        width: 240,
        height: 240,
        durationSeconds: 1,
      });
      expect(await readdir(intoDir)).toEqual([]);
    });

    it('of a minute and a few frames is cut to the minute', async () => {
      const overrun = await samples.make('overrun.mp4', ...picture('64x36', 60.4), ...h264);
      const prepared = await note(overrun);
      expect(prepared.durationSeconds).toBe(60);
      const { format } = await samples.probe(prepared.path);
      expect(Number(format['duration'])).toBeLessThanOrEqual(60.05);
    });
  });

  describe('a video note is refused', () => {
    it('above 60 seconds, with its length', async () => {
      const long = await samples.make('long.mp4', ...picture('64x36', 72), ...h264);
      const error = await refusalOf(note(long));
      expect(error.code).toBe('invalid_media');
      expect(error.text.en).toContain('lasts 72 seconds');
      expect(error.text.ru).toContain('видео длится 72 секунды');
    });

    it('above 60 seconds also if the file does not tell its length', async () => {
      const live = await samples.make(
        'live.webm',
        ...picture('64x36', 65),
        ...['-c:v', 'libvpx', '-deadline', 'realtime', '-live', '1'],
      );
      expect((await samples.probe(live)).format['duration']).toBeUndefined();
      expect((await refusalOf(note(live))).text.en).toContain('longer than 60 seconds');
    });

    it('without a video track', async () => {
      const error = await refusalOf(
        note(await samples.make('tone.m4a', ...tone(1), '-c:a', 'aac')),
      );
      expect(error.text.ru).toContain('в файле нет видео');
    });

    it('if its frames are too large to decode', async () => {
      const huge = await samples.make(
        'huge.mkv',
        ...['-f', 'lavfi', '-i', 'color=black:s=8192x4320:d=0.1:r=10', '-c:v', 'mpeg1video'],
        ...['-frames:v', '1', '-strict', '-2', '-c:v', 'mjpeg'],
      );
      expect((await refusalOf(note(huge))).text.en).toContain('frame of 8192×4320 is too large');
    });

    it.each([
      ['mp4', ['-movflags', '+faststart']],
      ['mkv', []],
    ])('if it breaks off: %s', async (extension, args) => {
      const whole = await readFile(
        await samples.make(`whole.${extension}`, ...picture('160x90', 20), ...h264, ...args),
      );
      const path = join(samples.dir, `cut.${extension}`);
      await writeFile(path, whole.subarray(0, whole.length / 2));
      const error = await refusalOf(note(path));
      expect(error.code).toBe('invalid_media');
      expect(error.text.en).toContain('damaged or was not saved to its end');
    });
  });
});
