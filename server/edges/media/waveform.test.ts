import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeakMeter, drawWaveform, pcmSampleRate } from './waveform.ts';

/** PCM of the given seconds at one loudness, from 0 to 1. */
function pcm(seconds: number, loudness: number): Buffer {
  const samples = Buffer.alloc(seconds * pcmSampleRate * 2);
  for (let at = 0; at < samples.length; at += 2) {
    samples.writeInt16LE(Math.round(loudness * 32767) * (at % 4 === 0 ? 1 : -1), at);
  }
  return samples;
}

describe('a waveform', () => {
  it('has 100 bars from 0 to 31, the loudest of them 31', () => {
    const loudness = fc.double({ min: 0.02, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(loudness, { minLength: 1, maxLength: 2000 }), (peaks) => {
        const bars = drawWaveform(peaks);
        expect(bars).toHaveLength(100);
        expect(Math.max(...bars)).toBe(31);
      }),
    );
  });

  it('shows every peak, however short it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 5000 }), fc.nat(), (length, at) => {
        const peaks = new Array(length).fill(0);
        peaks[at % length] = 1;
        const bars = drawWaveform(peaks);
        expect([...bars].filter((bar) => bar === 31)).toHaveLength(1);
      }),
    );
  });

  it('of silence is flat, and of a whisper low', () => {
    expect(Math.max(...drawWaveform([]))).toBe(0);
    expect(Math.max(...drawWaveform(new Array(500).fill(0)))).toBe(0);
    expect(Math.max(...drawWaveform(new Array(500).fill(0.002)))).toBe(6);
  });

  it('stretches a recording of fewer peaks than bars', () => {
    const bars = [...drawWaveform([1, 0.5])];
    expect(bars.slice(0, 50)).toEqual(new Array(50).fill(31));
    expect(bars.slice(50)).toEqual(new Array(50).fill(16));
  });
});

describe('a peak meter', () => {
  it('hears the same in whatever pieces the sound arrives', () => {
    const sound = Buffer.concat([pcm(0.5, 0.2), pcm(0.5, 0.8), pcm(0.25, 0.4)]);
    const whole = createPeakMeter();
    whole.add(sound);
    fc.assert(
      fc.property(fc.array(fc.nat(sound.length), { maxLength: 20 }), (cuts) => {
        const meter = createPeakMeter();
        const places = [0, ...cuts.sort((a, b) => a - b), sound.length];
        for (const [at, from] of places.entries()) meter.add(sound.subarray(from, places[at + 1]));
        expect(meter.seconds()).toBe(1.25);
        expect(meter.waveform()).toEqual(whole.waveform());
      }),
      { numRuns: 30 },
    );
  });

  it('counts the last moment too, even if it is shorter than its window', () => {
    const meter = createPeakMeter();
    meter.add(pcm(0.001, 0.5));
    expect(meter.seconds()).toBe(0.001);
    expect(Math.max(...meter.waveform())).toBe(31);
  });
});
