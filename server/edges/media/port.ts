import type { MediaType } from '../../../contract/messages.ts';

/** A file made ready for Telegram. It stands in the folder given to `prepare`. */
export type PreparedMedia = {
  type: MediaType;
  /** Absolute path of the ready file (the original itself where nothing had to be changed). */
  path: string;
  /** Bytes. */
  size: number;
  mimeType: string;
  /** The name a recipient sees, never with a folder in it. */
  filename: string;
  /** Pixels, as shown (rotation applied); of photos, videos and video notes. */
  width?: number;
  height?: number;
  /** Whole seconds, at least 1; of videos, video notes and voices. */
  durationSeconds?: number;
  /** Loudness of a voice: 100 numbers from 0 to 31, as Telegram draws it. */
  waveform?: Uint8Array;
};

/** Makes files ready to be sent. Adapter: `ffmpeg-media.ts`. */
export type MediaTools = {
  /** Bytes of the largest original that is taken, by type: more needn't be fetched. */
  largestOriginal: Readonly<Record<MediaType, number>>;
  /**
   * @param input.path the original, anywhere; it is never changed
   * @param intoDir where converted files are put; the caller removes the folder
   * @throws AppError invalid_media with what is wrong with the file and what is accepted;
   *   invalid_path if there is no file at the path; timeout if the conversion takes too long or
   *   finds no place; internal if ffmpeg is missing
   */
  prepare(
    input: { type: MediaType; path: string; filename?: string },
    intoDir: string,
  ): Promise<PreparedMedia>;
};
