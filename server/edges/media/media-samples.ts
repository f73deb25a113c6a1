import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';
import { type FfmpegPrograms, findFfmpeg } from './find-ffmpeg.ts';

const execute = promisify(execFile);

/**
 * The builds of ffmpeg that tests run on: the one from npm, which is old, and the system's or
 * configured one where there is one.
 */
export async function ffmpegBuilds(): Promise<FfmpegPrograms[]> {
  const fromPackage = await findFfmpeg({ searchPath: '' });
  const ffmpegPath = process.env['FFMPEG_PATH'];
  const other = await findFfmpeg(ffmpegPath ? { ffmpegPath } : {});
  return other.ffmpeg.source === 'package' ? [fromPackage] : [fromPackage, other];
}

/** Samples made by ffmpeg itself, in a folder of their own. */
export type Samples = {
  dir: string;
  /** Writes a file with ffmpeg's own arguments and gives its path. */
  make(name: string, ...args: string[]): Promise<string>;
  /** What ffprobe says of a file's streams and format. */
  probe(path: string): Promise<{
    streams: Record<string, unknown>[];
    format: Record<string, unknown>;
  }>;
  /** The first frame of a video as raw RGB, 3 bytes a pixel. */
  firstFrame(path: string): Promise<Buffer>;
  remove(): Promise<void>;
};

export async function createSamples({ ffmpeg, ffprobe }: FfmpegPrograms): Promise<Samples> {
  const dir = await mkdtemp(join(tmpdir(), 'media-samples-'));
  return {
    dir,
    async make(name, ...args) {
      const path = join(dir, name);
      await execute(ffmpeg.path, ['-v', 'error', '-y', ...args, `file:${path}`]);
      return path;
    },
    async probe(path) {
      const args = ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', `file:${path}`];
      return JSON.parse((await execute(ffprobe.path, args)).stdout);
    },
    async firstFrame(path) {
      const args = ['-v', 'error', '-i', `file:${path}`, '-frames:v', '1', '-pix_fmt', 'rgb24'];
      const { stdout } = await execute(ffmpeg.path, [...args, '-f', 'rawvideo', 'pipe:1'], {
        encoding: 'buffer',
        maxBuffer: 10_000_000,
      });
      return stdout;
    },
    remove: () => rm(dir, { recursive: true }),
  };
}

/** Arguments for a tone of so many seconds. */
export function tone(seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `sine=f=440:d=${seconds}`];
}

/** Arguments for a moving picture of so many seconds. */
export function picture(size: string, seconds: number): string[] {
  return ['-f', 'lavfi', '-i', `testsrc=s=${size}:d=${seconds}:r=10`];
}

/** Arguments that make an H.264 video every player shows. */
export const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

/** The AppError that a promise must be rejected with. */
export async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.catch((error: unknown) => error);
  if (outcome instanceof AppError) return outcome;
  throw new Error(
    `expected an AppError, got ${outcome instanceof Error ? outcome.stack : outcome}`,
  );
}
