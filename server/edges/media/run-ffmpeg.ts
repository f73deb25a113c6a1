import type { FfmpegPrograms } from './find-ffmpeg.ts';
import { type RunOutcome, runProgram } from './run-program.ts';

export type Ffmpeg = FfmpegPrograms & { timeoutMs: number };

/** A file and the one demuxer that may open it. */
export type MediaInput = { path: string; demuxer: string };

const maxAllocationBytes = 256 * 1024 * 1024;
const maxProbeBytes = 1024 * 1024;

/**
 * Options that hold for everything we open: the named demuxer and no other (a playlist or a script
 * would read further files), nothing but the file itself, one thread.
 */
function openInput({ path, demuxer }: MediaInput): string[] {
  return [
    ...['-protocol_whitelist', 'file,pipe'],
    ...['-format_whitelist', demuxer],
    ...['-f', demuxer],
    ...['-threads', '1'],
    ...['-i', `file:${path}`],
  ];
}

/**
 * Converts a file.
 * @param outputs options and names of what is written; `pipe:1` goes to `onStdout`
 * @throws AppError timeout, internal
 */
export function runFfmpeg(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  outputs: readonly string[],
  onStdout: (chunk: Buffer) => void = () => {},
): Promise<RunOutcome> {
  const args = [
    ...['-nostdin', '-hide_banner', '-v', 'error', '-y'],
    ...['-max_alloc', String(maxAllocationBytes), '-filter_threads', '1'],
    ...openInput(input),
    ...outputs,
  ];
  return runProgram(ffmpeg.ffmpeg.path, args, { timeoutMs: ffmpeg.timeoutMs, onStdout });
}

/**
 * Asks ffprobe about a file.
 * @param entries sections and fields, in ffprobe's own notation
 * @returns its JSON, at most 1 MB of it
 * @throws AppError timeout, internal
 */
export async function runFfprobe(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  entries: string,
): Promise<RunOutcome & { json: string }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const outcome = await runProgram(
    ffmpeg.ffprobe.path,
    ['-hide_banner', '-v', 'error', '-show_entries', entries, '-of', 'json', ...openInput(input)],
    {
      timeoutMs: ffmpeg.timeoutMs,
      onStdout(chunk) {
        size += chunk.length;
        if (size <= maxProbeBytes) chunks.push(chunk);
      },
    },
  );
  return { ...outcome, json: Buffer.concat(chunks).toString('utf8') };
}
