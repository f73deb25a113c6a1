import { z } from 'zod';
import type { MediaType } from '../../../contract/messages.ts';
import { type Ffmpeg, type MediaInput, runFfprobe } from './run-ffmpeg.ts';
import { unreadable } from './texts.ts';

/** What a container says of itself. Nothing here has been decoded yet. */
export type ProbedMedia = {
  /** Seconds; undefined where the file doesn't say, as in recordings of a browser. */
  durationSeconds?: number;
  streamCount: number;
  /** The first moving picture; a cover is none. */
  video?: ProbedVideo;
  audio?: { index: number; codec: string; channels: number };
};

export type ProbedVideo = {
  index: number;
  codec: string;
  pixelFormat: string;
  /** Pixels as coded. */
  width: number;
  height: number;
  /** Whether the pixels are square. */
  squarePixels: boolean;
  /** Clockwise or not, a multiple of 90 in everything that phones write. */
  rotation: number;
  /** Frames a second on average; 0 where the file doesn't say. */
  frameRate: number;
};

const numberText = z.string().transform(Number).pipe(z.number().positive());

const streamSchema = z.object({
  index: z.number(),
  codec_type: z.string().optional(),
  codec_name: z.string().default(''),
  width: z.number().default(0),
  height: z.number().default(0),
  pix_fmt: z.string().default(''),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().default('0/0'),
  channels: z.number().default(0),
  duration: numberText.optional().catch(undefined),
  disposition: z.object({ attached_pic: z.number().default(0) }).optional(),
  tags: z.object({ rotate: z.string().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).optional(),
});

const probeSchema = z.object({
  streams: z.array(streamSchema).default([]),
  format: z.object({ duration: numberText.optional().catch(undefined) }).default({}),
});

type Stream = z.infer<typeof streamSchema>;

const entries = [
  'stream=index,codec_type,codec_name,width,height,pix_fmt,sample_aspect_ratio,avg_frame_rate',
  'stream=channels,duration',
  'stream_disposition=attached_pic',
  'stream_tags=rotate',
  'stream_side_data=rotation',
  'format=duration',
].join(':');

/**
 * @param type what the file is to become, for the error's words
 * @throws AppError invalid_media if the file can't be read; timeout; internal
 */
export async function probeMedia(
  ffmpeg: Ffmpeg,
  input: MediaInput,
  type: MediaType,
): Promise<ProbedMedia> {
  const { succeeded, json, stderr } = await runFfprobe(ffmpeg, input, entries);
  if (!succeeded) throw unreadable(type, new Error(stderr));
  const { streams, format } = probeSchema.parse(JSON.parse(json));
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  const durationSeconds = format.duration ?? video?.duration ?? audio?.duration;
  return {
    streamCount: streams.length,
    ...(durationSeconds && { durationSeconds }),
    ...(video && { video: describeVideo(video) }),
    ...(audio && {
      audio: { index: audio.index, codec: audio.codec_name, channels: audio.channels },
    }),
  };
}

function describeVideo(stream: Stream): ProbedVideo {
  const aspect = stream.sample_aspect_ratio;
  const sideData = stream.side_data_list?.find(({ rotation }) => rotation !== undefined);
  return {
    index: stream.index,
    codec: stream.codec_name,
    pixelFormat: stream.pix_fmt,
    width: stream.width,
    height: stream.height,
    squarePixels: aspect === undefined || aspect === '1:1' || aspect === '0:1' || aspect === 'N/A',
    rotation: sideData?.rotation ?? Number(stream.tags?.rotate ?? 0),
    frameRate: readFraction(stream.avg_frame_rate),
  };
}

/** ffprobe's `30000/1001`; 0 for its `0/0`. */
function readFraction(text: string): number {
  const [numerator = 0, denominator = 0] = text.split('/').map(Number);
  return denominator > 0 ? numerator / denominator : 0;
}

/** Pixels as shown: with the rotation applied. */
export function shownSize({ width, height, rotation }: ProbedVideo): {
  width: number;
  height: number;
} {
  const sideways = Math.abs(rotation) % 180 === 90;
  return sideways ? { width: height, height: width } : { width, height };
}
