import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedMedia } from './port.ts';
import { type ProbedMedia, probeMedia } from './probe-media.ts';
import { type Ffmpeg, runFfmpeg } from './run-ffmpeg.ts';
import {
  asMediaInput,
  megabyte,
  readSource,
  type SourceFile,
  withExtension,
} from './source-file.ts';
import { noAudioTrack, resultTooBig, unreadable } from './texts.ts';
import { createPeakMeter, pcmSampleRate } from './waveform.ts';

export const maxVoiceSourceBytes = 500 * megabyte;

/** As of a voice sent by a bot: https://core.telegram.org/bots/api#sendvoice */
const maxVoiceBytes = 50 * megabyte;

/** Formats that know their length from the start, so that a file which breaks off shows. */
const lengthDeclared = new Set(['mov', 'matroska', 'flac', 'wav', 'avi', 'asf']);

/**
 * A voice message: mono OGG/Opus, with its length and waveform as heard when decoding it. Any
 * sound is converted, that of a video too; a mono OGG/Opus file stays as it is.
 * @throws AppError invalid_media, invalid_path, timeout, internal
 */
export async function prepareVoice(
  ffmpeg: Ffmpeg,
  input: { path: string; filename?: string },
  intoDir: string,
): Promise<PreparedMedia> {
  const source = await readSource({ ...input, type: 'voice' }, maxVoiceSourceBytes);
  const media = await asMediaInput(source);
  const probed = await probeMedia(ffmpeg, media, 'voice');
  const { audio } = probed;
  if (!audio) throw noAudioTrack();

  const keep = isVoice(source, probed);
  const path = keep ? source.path : join(intoDir, `${randomUUID()}.ogg`);
  const track = ['-map', `0:${audio.index}`];
  const meter = createPeakMeter();
  const outcome = await runFfmpeg(
    ffmpeg,
    media,
    [
      ...(keep ? [] : [...track, ...opusOutput(path)]),
      ...[...track, '-ac', '1', '-ar', String(pcmSampleRate), '-f', 's16le', 'pipe:1'],
    ],
    meter.add,
  );
  const seconds = meter.seconds();
  if (!outcome.succeeded || seconds === 0) throw unreadable('voice', new Error(outcome.stderr));
  const declared = lengthDeclared.has(media.demuxer) ? (probed.durationSeconds ?? 0) : 0;
  if (seconds < declared * 0.9 - 1) {
    throw unreadable('voice', new Error(`${seconds} s of ${declared} s can be decoded`));
  }
  const { size } = await stat(path);
  if (size >= maxVoiceBytes) throw resultTooBig('voice', maxVoiceBytes);
  return {
    type: 'voice',
    path,
    size,
    mimeType: 'audio/ogg',
    filename: withExtension(source.filename, 'ogg'),
    durationSeconds: Math.max(1, Math.round(seconds)),
    waveform: meter.waveform(),
  };
}

function isVoice({ content, size }: SourceFile, { streamCount, audio }: ProbedMedia): boolean {
  return (
    content.demuxer === 'ogg' &&
    streamCount === 1 &&
    audio?.codec === 'opus' &&
    audio.channels === 1 &&
    size < maxVoiceBytes
  );
}

function opusOutput(path: string): string[] {
  return [
    ...['-map_metadata', '-1', '-c:a', 'libopus', '-b:a', '48k', '-vbr', 'on'],
    ...['-ac', '1', '-ar', '48000'],
    ...['-fs', String(maxVoiceBytes), '-f', 'ogg', `file:${path}`],
  ];
}
