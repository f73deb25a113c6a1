import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import { findFfmpeg } from './find-ffmpeg.ts';
import { refusalOf } from './media-samples.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'find-ffmpeg-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function program(folder: string, name: string): Promise<string> {
  await mkdir(join(dir, folder), { recursive: true });
  const path = join(dir, folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
  return path;
}

describe('ffmpeg is found', () => {
  it('where the operator says, with ffprobe beside it', async () => {
    const ffmpegPath = await program('own', 'ffmpeg');
    const ffprobe = await program('own', 'ffprobe');
    await program('system', 'ffmpeg');
    expect(await findFfmpeg({ ffmpegPath, searchPath: join(dir, 'system') })).toEqual({
      ffmpeg: { path: ffmpegPath, source: 'configured' },
      ffprobe: { path: ffprobe, source: 'configured' },
    });
  });

  it('on the search path, in its order', async () => {
    const first = await program('a', 'ffmpeg');
    await program('b', 'ffmpeg');
    const probe = await program('b', 'ffprobe');
    const searchPath = ['', join(dir, 'a'), join(dir, 'b')].join(delimiter);
    expect(await findFfmpeg({ searchPath })).toEqual({
      ffmpeg: { path: first, source: 'system' },
      ffprobe: { path: probe, source: 'system' },
    });
  });

  it('in the npm packages where the system has none', async () => {
    await mkdir(join(dir, 'a', 'ffmpeg'), { recursive: true }); // a folder is no program
    const found = await findFfmpeg({ searchPath: join(dir, 'a') });
    expect(found.ffmpeg.source).toBe('package');
    expect(found.ffprobe.source).toBe('package');
  });
});

it('a configured path that holds no program is an error that names the variable', async () => {
  const ffmpegPath = join(dir, 'nothing');
  const error = await refusalOf(findFfmpeg({ ffmpegPath }));
  expect(error.code).toBe('internal');
  expect(error.text.en).toContain('FFMPEG_PATH');
});

it('a program that cannot start is an error that says so', async () => {
  const ffmpegPath = await program('own', 'ffmpeg');
  const ffprobePath = await program('own', 'ffprobe');
  await writeFile(ffprobePath, '#!/no/such/interpreter\n');
  const wav = join(dir, 'x.wav');
  await writeFile(wav, Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt '), Buffer.alloc(40)]));
  const media = createFfmpegMedia({ ffmpegPath, ffprobePath });
  const error = await refusalOf(media.prepare({ type: 'voice', path: wav }, dir));
  expect(error.code).toBe('internal');
  expect(error.text.en).toContain('The program ffprobe was not found');
});
