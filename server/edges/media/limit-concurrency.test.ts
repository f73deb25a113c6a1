import { describe, expect, it } from 'vitest';
import { createLimiter } from './limit-concurrency.ts';
import { refusalOf } from './media-samples.ts';

/** A job that runs until it is told to end. */
function openJob() {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end, run: () => ended };
}

describe('a limiter', () => {
  it('never lets more jobs run than it has places, and runs them all in order', async () => {
    const limiter = createLimiter(2, 10_000);
    const started: number[] = [];
    let running = 0;
    let most = 0;
    const job = (number: number) => async () => {
      started.push(number);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => limiter.run(job(number))));
    expect(most).toBe(2);
    expect(started).toEqual(Array.from({ length: 20 }, (_, number) => number));
  });

  it('gives the place on after a job that failed', async () => {
    const limiter = createLimiter(1, 10_000);
    await expect(limiter.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await limiter.run(() => Promise.resolve('done'))).toBe('done');
  });

  it('gives up a job that waited too long, and says when to come again', async () => {
    const limiter = createLimiter(1, 20);
    const long = openJob();
    const first = limiter.run(long.run);
    const error = await refusalOf(limiter.run(() => Promise.resolve()));
    expect(error).toMatchObject({ code: 'timeout', retryAfter: 60 });
    long.end();
    await first;
    expect(await limiter.run(() => Promise.resolve('free again'))).toBe('free again');
  });
});
