import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { MediaType } from '../../../contract/messages.ts';
import { sanitizeFilename } from '../../base/http/filename.ts';
import { isBrokenOff } from './broken-off.ts';
import { type FileContent, identifyMedia } from './identify-media.ts';
import type { MediaInput } from './run-ffmpeg.ts';
import { emptyFile, noSuchFile, tooBig, unreadable, wrongContent } from './texts.ts';

export const megabyte = 1024 * 1024;

/** The original, as it was found. */
export type SourceFile = {
  type: MediaType;
  /** Absolute. */
  path: string;
  /** Bytes; never 0. */
  size: number;
  content: FileContent;
  /** The name it was given, without folders; never empty. */
  filename: string;
};

/**
 * Looks at an original before anything opens it.
 * @param maxBytes limit of the original
 * @throws AppError invalid_path if there is no file; invalid_media if it is empty or too big
 */
export async function readSource(
  input: { type: MediaType; path: string; filename?: string },
  maxBytes: number,
): Promise<SourceFile> {
  const { type } = input;
  const path = resolve(input.path);
  const size = await fileSize(path);
  if (size === 0) throw emptyFile(type);
  if (size > maxBytes) throw tooBig(type, size, maxBytes);
  const filename = sanitizeFilename(input.filename ?? '') ?? sanitizeFilename(basename(path));
  return { type, path, size, content: await identifyMedia(path), filename: filename ?? type };
}

async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw noSuchFile(error);
    throw error;
  });
  if (!found.isFile()) throw noSuchFile(new Error(`${path} is no regular file`));
  return found.size;
}

/**
 * The source as something ffmpeg may open.
 * @throws AppError invalid_media if it is no sound or video, or breaks off
 */
export async function asMediaInput(source: SourceFile): Promise<MediaInput> {
  const { path, size, content, type } = source;
  if (!content.demuxer) throw wrongContent(type, content.name);
  if (await isBrokenOff(path, size, content.demuxer)) {
    throw unreadable(type, new Error('the file ends before its container does'));
  }
  return { path, demuxer: content.demuxer };
}

/** A file name with the extension that its content has now. */
export function withExtension(filename: string, extension: string): string {
  const stem = filename.replace(/\.[^.]{1,15}$/, '') || filename;
  return filename.toLowerCase().endsWith(`.${extension}`) ? filename : `${stem}.${extension}`;
}
