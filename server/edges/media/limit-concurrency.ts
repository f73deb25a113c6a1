import { converterBusy } from './texts.ts';

/** Lets a number of jobs run at a time; the others wait in the order they came. */
export type Limiter = { run<T>(job: () => Promise<T>): Promise<T> };

/**
 * @param places jobs at a time
 * @param maxWaitMs after which a job that found no place is given up with AppError timeout
 */
export function createLimiter(places: number, maxWaitMs: number): Limiter {
  let free = places;
  const queue: (() => void)[] = [];

  async function takePlace(): Promise<void> {
    if (free > 0) {
      free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(start), 1);
        reject(converterBusy(60));
      }, maxWaitMs);
      queue.push(start);
    });
  }

  function givePlace(): void {
    const next = queue.shift();
    if (next) next();
    else free++;
  }

  return {
    async run(job) {
      await takePlace();
      try {
        return await job();
      } finally {
        givePlace();
      }
    },
  };
}
