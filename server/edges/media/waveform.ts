/** What `createPeakMeter` reads: mono, signed 16 bits, little-endian, this many samples a second. */
export const pcmSampleRate = 8000;

/** Bars that Telegram draws for a voice message, and their highest value (5 bits each). */
const barCount = 100;
const barMax = 31;

/** The loudest sample within each of these many milliseconds is remembered. */
const windowMs = 20;

/** Below this share of full scale (-40 dB) everything is silence, and is not blown up to noise. */
const silence = 0.01;

export type PeakMeter = {
  /** Takes the next piece of PCM, of any length. */
  add(pcm: Buffer): void;
  /** Seconds heard so far. */
  seconds(): number;
  waveform(): Uint8Array;
};

/** Hears a recording piece by piece and keeps its peaks: 50 numbers a second, whatever its length. */
export function createPeakMeter(): PeakMeter {
  const windowSamples = (pcmSampleRate * windowMs) / 1000;
  const peaks: number[] = [];
  let samples = 0;
  let peak = 0;
  let half: number | undefined;

  function addSample(value: number): void {
    peak = Math.max(peak, Math.abs(value) / 32768);
    samples++;
    if (samples % windowSamples === 0) {
      peaks.push(peak);
      peak = 0;
    }
  }

  return {
    add(pcm) {
      // A pipe may split a sample in two.
      const bytes = half === undefined ? pcm : Buffer.concat([Buffer.of(half), pcm]);
      const whole = bytes.length - (bytes.length % 2);
      for (let at = 0; at < whole; at += 2) addSample(bytes.readInt16LE(at));
      half = bytes.length > whole ? bytes[whole] : undefined;
    },
    seconds: () => samples / pcmSampleRate,
    waveform: () => drawWaveform(samples % windowSamples === 0 ? peaks : [...peaks, peak]),
  };
}

/**
 * 100 bars from 0 to 31 of equal stretches of a recording, the loudest bar filling the height.
 * @param peaks loudness over time, each from 0 to 1
 */
export function drawWaveform(peaks: readonly number[]): Uint8Array {
  const bars = new Float64Array(barCount);
  for (let bar = 0; bar < barCount; bar++) {
    const from = Math.floor((bar * peaks.length) / barCount);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * peaks.length) / barCount));
    for (const peak of peaks.slice(from, to)) bars[bar] = Math.max(bars[bar] ?? 0, peak);
  }
  const height = Math.max(silence, ...bars);
  return Uint8Array.from(bars, (loudness) => Math.round((loudness / height) * barMax));
}
