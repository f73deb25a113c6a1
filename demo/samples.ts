import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { findFfmpeg } from '../server/edges/media/find-ffmpeg.ts';

const run = promisify(execFile);

/** Makes the media that the demo sends, in the folders of MEDIA_DIR. */
export async function makeSamples(mediaDir: string): Promise<void> {
  const { ffmpeg } = await findFfmpeg();
  const film = ['-f', 'lavfi', '-i', 'testsrc=size=480x360:rate=15:duration=3'];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=330:duration=3'];
  const encode = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-shortest',
  ];
  const make = (...args: string[]) => run(ffmpeg.path, ['-y', '-v', 'error', '-nostdin', ...args]);
  await Promise.all([
    make(...film, ...tone, ...encode, join(mediaDir, 'video_notes', 'greeting.mp4')),
    make(...tone, '-c:a', 'libmp3lame', join(mediaDir, 'voices', 'intro.mp3')),
    make(...film, ...tone, ...encode, join(mediaDir, 'tour.mp4')),
    makePhoto(join(mediaDir, 'photos', 'example.jpg')),
    writeFile(join(mediaDir, 'price.txt'), 'Integration from 3 days, support for a year.\n'),
  ]);
}

async function makePhoto(path: string): Promise<void> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
    <rect width="800" height="600" fill="#1d6f5c"/>
    <circle cx="400" cy="270" r="150" fill="#f4efe6"/>
    <path d="M330 240 L470 240 L470 320 L400 320 L360 350 L360 320 L330 320 Z" fill="#1d6f5c"/>
  </svg>`;
  await writeFile(path, await sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer());
}
