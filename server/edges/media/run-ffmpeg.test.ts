import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSamples, ffmpegBuilds, type Samples, tone } from './media-samples.ts';
import { runFfmpeg, runFfprobe } from './run-ffmpeg.ts';

describe.each(await ffmpegBuilds())('ffmpeg from the $ffmpeg.source', (build) => {
  const ffmpeg = { ...build, timeoutMs: 10_000 };
  let samples: Samples;

  beforeAll(async () => {
    samples = await createSamples(build);
  });
  afterAll(() => samples.remove());

  /** What comes of decoding a file to PCM. */
  async function decode(path: string, demuxer: string) {
    let bytes = 0;
    const outcome = await runFfmpeg(
      ffmpeg,
      { path, demuxer },
      ['-f', 's16le', 'pipe:1'],
      (chunk) => {
        bytes += chunk.length;
      },
    );
    return { succeeded: outcome.succeeded, bytes };
  }

  it('opens a file with the demuxer it is told', async () => {
    const wav = await samples.make('tone.wav', ...tone(1));
    expect(await decode(wav, 'wav')).toEqual({ succeeded: true, bytes: 88_200 });
  });

  it('opens nothing with another demuxer than it is told', async () => {
    const ogg = await samples.make('tone.ogg', ...tone(1), '-c:a', 'libopus');
    expect(await decode(ogg, 'wav')).toEqual({ succeeded: false, bytes: 0 });
    expect(await runFfprobe(ffmpeg, { path: ogg, demuxer: 'mov' }, 'format')).toMatchObject({
      succeeded: false,
    });
  });

  it.each(['mov', 'matroska', 'ogg', 'wav', 'avi', 'mpegts', 'flac', 'mp3'])(
    'follows no playlist and no script that is passed off as %s',
    async (demuxer) => {
      const wav = await samples.make('secret.wav', ...tone(1));
      const lies = [
        `ffconcat version 1.0\nfile '${wav}'\n`,
        `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${wav}\n#EXT-X-ENDLIST\n`,
      ];
      for (const lie of lies) {
        const path = join(samples.dir, 'lie.mp4');
        await writeFile(path, lie);
        expect(await decode(path, demuxer)).toMatchObject({ bytes: 0 });
      }
    },
  );

  it('lets even a script that it is told to open reach no file of another format', async () => {
    const wav = await samples.make('secret.wav', ...tone(1));
    const path = join(samples.dir, 'script');
    await writeFile(path, `ffconcat version 1.0\nfile '${basename(wav)}'\n`);
    // Left to itself ffmpeg does follow it.
    const copy = await samples.make('copy.wav', '-f', 'concat', '-i', path);
    expect(await decode(copy, 'wav')).toEqual({ succeeded: true, bytes: 88_200 });
    expect(await decode(path, 'concat')).toEqual({ succeeded: false, bytes: 0 });
  });
});
