import { errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { texts } from './texts.ts';

/** The pauses between tries that got nowhere, in seconds; after the last one the job has failed. */
const PAUSES_S = [5, 30, 120, 600];

/** How many tries in a row may get nowhere. */
export const MOST_ATTEMPTS = PAUSES_S.length + 1;

/**
 * How many tries a job gets in all. Without it one that gets a little further each time, or ends
 * its process after each save, would be tried for ever.
 */
export const MOST_TRIES = 50;

/** Not an error of the job: somebody cancelled it, or another process goes on with it. */
export class JobInterrupted extends Error {
  constructor() {
    super('the job is not this process’s any more');
    this.name = 'JobInterrupted';
  }
}

/**
 * Not an error: nothing can be done before `until`, for the reason given. It costs no try; whoever
 * throws it sees to it that it doesn't go on for ever.
 */
export class JobPostponed extends Error {
  readonly until: Date;
  readonly reason: JobError;

  constructor(until: Date, reason: JobError) {
    super(reason.en);
    this.name = 'JobPostponed';
    this.until = until;
    this.reason = reason;
  }
}

export type JobError = Text & { code: string };

/**
 * What becomes of a job whose handler threw.
 * @param attempts tries since it last got on, this one included
 * @param tries tries in all, this one included
 * @returns the pause before the next try in milliseconds; undefined: it has failed
 */
export function judgeFailure(
  error: unknown,
  attempts: number,
  tries: number,
): { error: JobError; pauseMs: number | undefined } {
  const known = error instanceof AppError ? error : undefined;
  const isOfTheOrder = known !== undefined && errorStatus[known.code] < 500;
  const isFinal = isOfTheOrder || tries >= MOST_TRIES;
  const seconds = isFinal ? undefined : PAUSES_S[attempts - 1];
  return {
    error: { code: known?.code ?? 'internal', ...(known?.text ?? texts.internal) },
    pauseMs: seconds === undefined ? undefined : seconds * 1_000,
  };
}
