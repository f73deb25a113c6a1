import { BotError, type BotProblem } from '../../edges/telegram-bot/port.ts';

/** Rests until Telegram may be asked again. @throws Stopping when the process ends meanwhile */
export type Rest = (seconds: number) => Promise<void>;

/** The process ends: what Telegram is to be asked stays for the next holder. */
export class Stopping extends Error {}

/** A call that Telegram put off so often, or for so long, is given up. */
const MOST_RESTS = 5;
const LONGEST_REST_SECONDS = 15 * 60;

/** So often an answer is tried again that Telegram was out of reach for, after 1, 2 and 4 seconds. */
const MOST_REPEATS = 3;

/**
 * Makes a call to Telegram, and again each time Telegram asked to wait or was out of reach. The update
 * that it belongs to stays stored meanwhile, so that nothing is lost should the process die. What broke
 * off in the middle may have been done: what is said stands there twice then, which is better than to
 * leave somebody without an answer.
 * @throws BotError when that was too often; whatever else the call throws
 */
export async function waitOut<T>(rest: Rest, call: () => Promise<T>): Promise<T> {
  for (let rests = 0; ; rests++) {
    try {
      return await call();
    } catch (error) {
      const seconds = error instanceof BotError ? restAfter(error.problem, rests) : undefined;
      if (seconds === undefined) throw error;
      await rest(seconds);
    }
  }
}

/** @returns seconds; undefined: it is given up */
function restAfter(problem: BotProblem, rests: number): number | undefined {
  if (problem.kind === 'unavailable') return rests < MOST_REPEATS ? 2 ** rests : undefined;
  if (problem.kind !== 'flood_wait' || rests >= MOST_RESTS) return undefined;
  return problem.seconds <= LONGEST_REST_SECONDS ? problem.seconds : undefined;
}

/** What streams, to be read from its beginning again when the call is made again. */
export function rereadable<T>(source: AsyncIterable<T>): AsyncIterable<T> {
  const pieces: T[] = [];
  const rest = source[Symbol.asyncIterator]();
  return {
    async *[Symbol.asyncIterator]() {
      yield* pieces;
      for (;;) {
        const { value, done } = await rest.next();
        if (done) return;
        pieces.push(value);
        yield value;
      }
    },
  };
}
