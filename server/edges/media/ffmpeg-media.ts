import { availableParallelism } from 'node:os';
import { findFfmpeg } from './find-ffmpeg.ts';
import { createLimiter } from './limit-concurrency.ts';
import type { MediaTools } from './port.ts';
import { maxDocumentBytes, prepareDocument } from './prepare-document.ts';
import { maxPhotoBytes, preparePhoto } from './prepare-photo.ts';
import { maxVideoBytes, prepareVideo } from './prepare-video.ts';
import { maxNoteSourceBytes, prepareVideoNote } from './prepare-video-note.ts';
import { maxVoiceSourceBytes, prepareVoice } from './prepare-voice.ts';
import type { Ffmpeg } from './run-ffmpeg.ts';

export type FfmpegMediaOptions = {
  /** FFMPEG_PATH and FFPROBE_PATH; found by `findFfmpeg` if left out. */
  ffmpegPath?: string;
  ffprobePath?: string;
  /** Milliseconds for one run of ffmpeg, and for the wait before it; 2 minutes by default. */
  timeoutMs?: number;
};

/**
 * Media made ready with ffmpeg and sharp, at most one conversion per core at a time. ffmpeg is
 * looked for when it is first needed: photos and documents go without.
 */
export function createFfmpegMedia(options: FfmpegMediaOptions = {}): MediaTools {
  const { timeoutMs = 120_000, ...paths } = options;
  const limiter = createLimiter(availableParallelism(), timeoutMs);
  let found: Ffmpeg | undefined;

  async function ffmpeg(): Promise<Ffmpeg> {
    found ??= { ...(await findFfmpeg(paths)), timeoutMs };
    return found;
  }

  return {
    largestOriginal: {
      photo: maxPhotoBytes,
      video: maxVideoBytes,
      video_note: maxNoteSourceBytes,
      voice: maxVoiceSourceBytes,
      document: maxDocumentBytes,
    },
    prepare({ type, ...input }, intoDir) {
      if (type === 'document') return prepareDocument(input);
      return limiter.run(async () => {
        if (type === 'photo') return preparePhoto(input, intoDir);
        if (type === 'video') return prepareVideo(await ffmpeg(), input);
        if (type === 'video_note') return prepareVideoNote(await ffmpeg(), input, intoDir);
        return prepareVoice(await ffmpeg(), input, intoDir);
      });
    },
  };
}
