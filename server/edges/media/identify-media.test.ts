import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFfmpegMedia } from './ffmpeg-media.ts';
import { identifyMedia } from './identify-media.ts';
import { refusalOf } from './media-samples.ts';

const media = createFfmpegMedia();

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'identify-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function write(name: string, content: string | Buffer): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

/** The beginnings of files that come in place of media, and what they are called to a person. */
const lies: [lie: string, content: string | Buffer, found: string][] = [
  ['a Windows program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)]), 'EXE'],
  ['a Linux program', Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(300)]), 'ELF'],
  ['a PDF', '%PDF-1.4\n1 0 obj', 'PDF'],
  ['an empty zip', Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]), 'ZIP'],
  ['a gzip', gzipSync('x'), 'GZ'],
  ['a page', '<!DOCTYPE html>\n<html><title>Not found</title>', 'a web page'],
  ['a page after a blank line', '\ufeff\n <HTML lang="ru">', 'a web page'],
  ['an SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', 'SVG'],
  ['an HLS playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', 'a playlist'],
  ['a concat script', "ffconcat version 1.0\nfile '/etc/passwd'\n", 'a playlist'],
  ['text', 'Просто текст, ничего больше.\n', 'text'],
  ['JSON', '{"error":"not found"}', 'text'],
  ['noise', Buffer.from([0, 1, 2, 3, 250, 251, 252]), 'an unknown format'],
  ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1'), 'GIF'],
];

describe.each([
  ['photo', 'picture.jpg'],
  ['video', 'film.mp4'],
  ['video_note', 'note.mp4'],
  ['voice', 'voice.ogg'],
] as const)('as a %s called %s', (type, name) => {
  it.each(lies)('%s is refused and called what it is', async (_lie, content, found) => {
    const error = await refusalOf(media.prepare({ type, path: await write(name, content) }, dir));
    expect(error.code).toBe('invalid_media');
    expect(error.text.en).toContain(`the file holds ${found}`);
    expect(error.text.en).toContain('Accepted: ');
    expect(error.text.ru).toContain('Подойдёт ');
  });

  it('an empty file is refused', async () => {
    const error = await refusalOf(media.prepare({ type, path: await write(name, '') }, dir));
    expect(error.text.en).toContain('the file is empty');
  });
});

it('a photo is no voice, and a sound no photo', async () => {
  const png = await sharp({
    create: { width: 2, height: 2, channels: 3, background: 'red' },
  })
    .png()
    .toBuffer();
  const path = await write('a.ogg', png);
  expect((await refusalOf(media.prepare({ type: 'voice', path }, dir))).text.en).toContain(
    'the file holds PNG',
  );
  const flac = await write('a.png', Buffer.concat([Buffer.from('fLaC'), Buffer.alloc(100)]));
  expect((await refusalOf(media.prepare({ type: 'photo', path: flac }, dir))).text.en).toContain(
    'the file holds FLAC',
  );
});

it('nothing but sound and video ever gets a demuxer', async () => {
  for (const [lie, content] of lies) {
    const { demuxer } = await identifyMedia(await write('x.mp4', content));
    expect([lie, demuxer]).toEqual([lie, undefined]);
  }
});
