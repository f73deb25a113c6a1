import type { PreparedMedia } from './port.ts';
import { probeMedia, shownSize } from './probe-media.ts';
import type { Ffmpeg } from './run-ffmpeg.ts';
import { asMediaInput, megabyte, readSource, withExtension } from './source-file.ts';
import { noVideoTrack, unreadable, wrongContent } from './texts.ts';

export const maxVideoBytes = 50 * megabyte;

/** MP4 by content: M4V is Apple's name for the same. */
const mp4Types = new Set(['video/mp4', 'video/x-m4v']);

/**
 * A video as it is: it must be an MP4 with a video track; dimensions and length are read from it.
 * @throws AppError invalid_media, invalid_path, timeout, internal
 */
export async function prepareVideo(
  ffmpeg: Ffmpeg,
  input: { path: string; filename?: string },
): Promise<PreparedMedia> {
  const source = await readSource({ ...input, type: 'video' }, maxVideoBytes);
  if (!mp4Types.has(source.content.mimeType ?? '')) {
    throw wrongContent('video', source.content.name);
  }
  const { video, durationSeconds } = await probeMedia(ffmpeg, await asMediaInput(source), 'video');
  if (!video) throw noVideoTrack('video');
  if (!durationSeconds || video.width === 0 || video.height === 0) {
    throw unreadable('video', new Error('the video track has no length or no dimensions'));
  }
  return {
    type: 'video',
    path: source.path,
    size: source.size,
    mimeType: 'video/mp4',
    filename: withExtension(source.filename, 'mp4'),
    ...shownSize(video),
    durationSeconds: Math.max(1, Math.round(durationSeconds)),
  };
}
