import { copyFile, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
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

  const voice = (path: string, filename?: string) =>
    media.prepare({ type: 'voice', path, ...(filename && { filename }) }, intoDir);

  describe('a voice message', () => {
    it.each([
      ['MP3', 'tone.mp3', []],
      ['WAV', 'tone.wav', []],
      ['FLAC', 'tone.flac', []],
      ['M4A', 'tone.m4a', ['-c:a', 'aac']],
      ['AAC', 'tone.aac', ['-c:a', 'aac']],
      ['AIFF', 'tone.aiff', []],
      ['OGG/Vorbis', 'tone.ogg', ['-c:a', 'libvorbis']],
      ['WebM', 'tone.webm', ['-c:a', 'libopus']],
      ['MKV', 'tone.mkv', ['-c:a', 'libvorbis']],
    ])('is made of %s as mono OGG/Opus', async (_format, name, args) => {
      const original = await samples.make(name, ...tone(2), '-ac', '2', ...args);
      const prepared = await voice(original);
      expect(prepared).toMatchObject({
        type: 'voice',
        mimeType: 'audio/ogg',
        filename: 'tone.ogg',
        durationSeconds: 2,
      });
      expect(prepared.waveform).toHaveLength(100);
      const { streams, format } = await samples.probe(prepared.path);
      expect(streams).toMatchObject([{ codec_name: 'opus', channels: 1, sample_rate: '48000' }]);
      expect(format['format_name']).toBe('ogg');
      expect(Number(format['duration'])).toBeCloseTo(2, 0);
      expect(prepared.size).toBe((await readFile(prepared.path)).length);
    });

    it('is made of the sound of a video', async () => {
      const film = await samples.make(
        'film.mp4',
        ...picture('64x64', 1),
        ...tone(1),
        ...h264,
        ...['-c:a', 'aac', '-shortest'],
      );
      const { streams } = await samples.probe((await voice(film)).path);
      expect(streams).toMatchObject([{ codec_name: 'opus' }]);
    });

    it('stays untouched when it is mono OGG/Opus already, and still gets its waveform', async () => {
      const original = await samples.make('ready.ogg', ...tone(3), '-ac', '1', '-c:a', 'libopus');
      const prepared = await voice(original);
      expect(prepared).toMatchObject({ path: original, filename: 'ready.ogg', durationSeconds: 3 });
      expect(Math.max(...(prepared.waveform ?? []))).toBe(31);
      expect(await readdir(intoDir)).toEqual([]);
    });

    it('is converted when it is OGG/Opus in stereo', async () => {
      const original = await samples.make('stereo.ogg', ...tone(1), '-ac', '2', '-c:a', 'libopus');
      const prepared = await voice(original);
      expect(prepared.path).not.toBe(original);
      expect((await samples.probe(prepared.path)).streams).toMatchObject([{ channels: 1 }]);
    });

    it('draws where it is loud and where it is silent', async () => {
      const path = await samples.make(
        'halves.wav',
        ...tone(4),
        ...['-af', "volume='if(lt(t,2),0,1)':eval=frame"],
      );
      const { waveform = new Uint8Array() } = await voice(path);
      expect([...waveform.slice(0, 45)]).toEqual(new Array(45).fill(0));
      expect(Math.min(...waveform.slice(55, 98))).toBeGreaterThanOrEqual(29);
    });

    it('lasts at least a second on paper', async () => {
      expect(await voice(await samples.make('click.wav', ...tone(0.1)))).toMatchObject({
        durationSeconds: 1,
      });
    });

    it('is known by its content, whatever its name', async () => {
      const mp3 = await samples.make('real.mp3', ...tone(1));
      const disguised = join(samples.dir, 'notes.txt');
      await copyFile(mp3, disguised);
      expect(await voice(disguised)).toMatchObject({ filename: 'notes.ogg', durationSeconds: 1 });
    });

    it('is read from a path with characters that ffmpeg gives a meaning to', async () => {
      const path = join(samples.dir, '-i concat:%03d|x.mp3');
      await copyFile(await samples.make('plain.mp3', ...tone(1)), path);
      expect(await voice(path)).toMatchObject({ durationSeconds: 1 });
    });

    it('is not made of a cover picture: an MP3 with a cover is still sound', async () => {
      const cover = await samples.make('cover.png', ...picture('64x64', 1), '-frames:v', '1');
      const path = await samples.make(
        'song.mp3',
        ...[...tone(1), '-i', cover],
        ...['-map', '0', '-map', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic'],
      );
      expect(await voice(path)).toMatchObject({ durationSeconds: 1 });
      const note = media.prepare({ type: 'video_note', path }, intoDir);
      expect((await refusalOf(note)).text.en).toContain('no video track');
    });
  });

  describe('a voice message is refused', () => {
    it('without an audio track', async () => {
      const silent = await samples.make('silent.mp4', ...picture('64x64', 1), ...h264);
      const error = await refusalOf(voice(silent));
      expect(error.code).toBe('invalid_media');
      expect(error.text.ru).toContain('в файле нет звука');
    });

    it.each([
      ['tone.m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
      ['tone.wav', []],
      ['tone.flac', []],
      ['tone.ogg', ['-c:a', 'libopus']],
    ])('if it breaks off: %s', async (name, args) => {
      const whole = await readFile(await samples.make(name, ...tone(20), ...args));
      const path = join(samples.dir, `cut-${name}`);
      await writeFile(path, whole.subarray(0, whole.length / 2));
      const error = await refusalOf(voice(path));
      expect(error.code).toBe('invalid_media');
      expect(error.text.en).toContain('damaged or was not saved to its end');
    });

    it('if only its beginning looks like sound', async () => {
      const path = join(samples.dir, 'lie.ogg');
      await writeFile(path, Buffer.concat([Buffer.from('OggS'), Buffer.alloc(5000, 7)]));
      const error = await refusalOf(voice(path));
      expect(error.code).toBe('invalid_media');
      expect(error.cause).toBeInstanceOf(Error);
    });

    it('once its conversion takes longer than allowed', async () => {
      const path = await samples.make('long.wav', ...tone(600));
      const hasty = createFfmpegMedia({
        ffmpegPath: build.ffmpeg.path,
        ffprobePath: build.ffprobe.path,
        timeoutMs: 5,
      });
      const error = await refusalOf(hasty.prepare({ type: 'voice', path }, intoDir));
      expect(error.code).toBe('timeout');
    });
  });
});
