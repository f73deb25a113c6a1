import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedMedia } from './port.ts';
import { type ProbedMedia, type ProbedVideo, probeMedia, shownSize } from './probe-media.ts';
import { type Ffmpeg, type MediaInput, runFfmpeg } from './run-ffmpeg.ts';
import {
  asMediaInput,
  megabyte,
  readSource,
  type SourceFile,
  withExtension,
} from './source-file.ts';
import { noVideoTrack, resultTooBig, tooLong, tooManyPixels, unreadable } from './texts.ts';

export const maxNoteSourceBytes = 500 * megabyte;
const maxSeconds = 60;
/** Recorders overrun their minute by a frame or two: so much is cut off rather than refused. */
const overrunSeconds = 0.5;
const maxPixels = 4096 * 4096;

/**
 * Telegram's own recorders, by the server's `round_video_encoding`
 * (https://core.telegram.org/api/config#round-video-encoding): 384 pixels, 1000 kbit/s of video,
 * 64 kbit/s of sound, 12 MB at most. 640 is the larger size that clients show.
 */
const maxNoteBytes = 12 * megabyte;
const smallSide = 384;
const largeSide = 640;
const maxFrameRate = 30;

/**
 * A round video: a square H.264 + AAC MP4 of at most 60 seconds. Whatever isn't one is cropped to
 * its centre and converted; what is one already stays as it is.
 * @throws AppError invalid_media, invalid_path, timeout, internal
 */
export async function prepareVideoNote(
  ffmpeg: Ffmpeg,
  input: { path: string; filename?: string },
  intoDir: string,
): Promise<PreparedMedia> {
  const source = await readSource({ ...input, type: 'video_note' }, maxNoteSourceBytes);
  const media = await asMediaInput(source);
  const probed = await probeMedia(ffmpeg, media, 'video_note');
  const { video, durationSeconds } = probed;
  if (!video) throw noVideoTrack('video_note');
  if (durationSeconds && durationSeconds > maxSeconds + overrunSeconds) {
    throw tooLong(maxSeconds, durationSeconds);
  }
  if (video.width * video.height > maxPixels) {
    throw tooManyPixels('video_note', video.width, video.height);
  }
  return isNote(source, probed, video)
    ? describe(source, source.path, source.size, video.width, durationSeconds ?? 0)
    : convert(ffmpeg, source, media, probed, video, intoDir);
}

function isNote(source: SourceFile, probed: ProbedMedia, video: ProbedVideo): boolean {
  const { durationSeconds = Number.POSITIVE_INFINITY, audio } = probed;
  return (
    source.content.mimeType === 'video/mp4' &&
    source.size <= maxNoteBytes &&
    durationSeconds <= maxSeconds &&
    video.codec === 'h264' &&
    video.pixelFormat === 'yuv420p' &&
    video.width === video.height &&
    video.width <= largeSide &&
    video.squarePixels &&
    video.rotation === 0 &&
    (audio === undefined || audio.codec === 'aac')
  );
}

async function convert(
  ffmpeg: Ffmpeg,
  source: SourceFile,
  media: MediaInput,
  probed: ProbedMedia,
  video: ProbedVideo,
  intoDir: string,
): Promise<PreparedMedia> {
  const { width, height } = shownSize(video);
  const side = Math.min(width, height) >= largeSide ? largeSide : smallSide;
  const isSlow = video.frameRate > 0 && video.frameRate <= maxFrameRate;
  const path = join(intoDir, `${randomUUID()}.mp4`);
  const outcome = await runFfmpeg(ffmpeg, media, [
    ...['-map', `0:${video.index}`, ...(probed.audio ? ['-map', `0:${probed.audio.index}`] : [])],
    ...['-map_metadata', '-1'],
    // A length that the file doesn't tell is found out by converting a little more than allowed.
    ...['-t', String(probed.durationSeconds ? maxSeconds : maxSeconds + 1)],
    ...['-vf', squareFilter(side), ...(isSlow ? [] : ['-r', String(maxFrameRate)])],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-threads', '1'],
    ...['-b:v', '1000k', '-maxrate', '1300k', '-bufsize', '2000k'],
    ...['-c:a', 'aac', '-b:a', '64k', '-ac', '1', '-ar', '48000'],
    ...['-movflags', '+faststart', '-fs', String(maxNoteBytes), '-f', 'mp4', `file:${path}`],
  ]);
  if (!outcome.succeeded) throw unreadable('video_note', new Error(outcome.stderr));
  const { size } = await stat(path);
  if (size >= maxNoteBytes) throw resultTooBig('video_note', maxNoteBytes);
  const made = await probeMedia(ffmpeg, { path, demuxer: 'mov' }, 'video_note');
  const seconds = made.durationSeconds ?? 0;
  if (seconds > maxSeconds + overrunSeconds) throw tooLong(maxSeconds);
  if (!made.video || seconds < (probed.durationSeconds ?? 0) * 0.9 - 1) {
    throw unreadable('video_note', new Error(`only ${seconds} s of the video can be decoded`));
  }
  return describe(source, path, size, side, seconds);
}

/** Square pixels first, then the largest square of the centre, then the size. */
function squareFilter(side: number): string {
  return [
    'scale=trunc(iw*sar/2)*2:ih',
    'crop=min(iw\\,ih):min(iw\\,ih)',
    `scale=${side}:${side}`,
    'setsar=1',
    'format=yuv420p',
  ].join(',');
}

function describe(
  source: SourceFile,
  path: string,
  size: number,
  side: number,
  seconds: number,
): PreparedMedia {
  return {
    type: 'video_note',
    path,
    size,
    mimeType: 'video/mp4',
    filename: withExtension(source.filename, 'mp4'),
    width: side,
    height: side,
    durationSeconds: Math.min(maxSeconds, Math.max(1, Math.round(seconds))),
  };
}
