import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { programMissing } from './texts.ts';

/** A program of ffmpeg, and where it was found: set by the operator, on PATH, or from npm. */
type FoundProgram = { path: string; source: 'configured' | 'system' | 'package' };

export type FfmpegPrograms = { ffmpeg: FoundProgram; ffprobe: FoundProgram };

export type FindFfmpegOptions = {
  /** FFMPEG_PATH and FFPROBE_PATH. An ffprobe beside a configured ffmpeg is found by itself. */
  ffmpegPath?: string;
  ffprobePath?: string;
  /** Folders searched for a system's program; the PATH of this process by default. */
  searchPath?: string;
};

/**
 * Finds ffmpeg and ffprobe: what the operator set, else the system's, else what npm installed.
 * @throws AppError internal that says which program is missing; a path that was set and holds no
 *   program is an error, never a reason to take another one
 */
export async function findFfmpeg(options: FindFfmpegOptions = {}): Promise<FfmpegPrograms> {
  const { ffmpegPath, searchPath = process.env['PATH'] ?? '' } = options;
  const ffprobePath = options.ffprobePath ?? (ffmpegPath && probeBeside(ffmpegPath));
  return {
    ffmpeg:
      configured('ffmpeg', ffmpegPath) ??
      onPath('ffmpeg', searchPath) ??
      (await installed('ffmpeg', () => import('@ffmpeg-installer/ffmpeg'))),
    ffprobe:
      configured('ffprobe', ffprobePath) ??
      onPath('ffprobe', searchPath) ??
      (await installed('ffprobe', () => import('@ffprobe-installer/ffprobe'))),
  };
}

function configured(program: string, path: string | undefined): FoundProgram | undefined {
  if (!path) return undefined;
  if (!isExecutable(path)) throw programMissing(program, new Error(`no program at ${path}`));
  return { path, source: 'configured' };
}

function probeBeside(ffmpegPath: string): string | undefined {
  const path = join(dirname(ffmpegPath), withSuffix('ffprobe'));
  return isExecutable(path) ? path : undefined;
}

function onPath(program: string, searchPath: string): FoundProgram | undefined {
  const path = searchPath
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, withSuffix(program)))
    .find(isExecutable);
  return path === undefined ? undefined : { path, source: 'system' };
}

async function installed(
  program: string,
  load: () => Promise<{ default: { path: string } }>,
): Promise<FoundProgram> {
  try {
    const { path } = (await load()).default;
    if (isExecutable(path)) return { path, source: 'package' };
  } catch (error) {
    // The package throws where it has no build for this system.
    throw programMissing(program, error);
  }
  throw programMissing(program);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not for us: either way no program to run
  }
}

function withSuffix(program: string): string {
  return process.platform === 'win32' ? `${program}.exe` : program;
}
