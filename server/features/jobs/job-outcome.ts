import { errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { texts } from './texts.ts';

/** The pauses between tries that got nowhere, in seconds; after the last one the job has failed. */
const PAUSES_S = [5, 30, 120, 600];

/** How many tries in a row may get nowhere. */
export const MOST_ATTEMPTS = PAUSES_S.length + 1;

/** Not an error of the job: somebody cancelled it, or another process goes on with it. */
export class JobInterrupted extends Error {
  constructor() {
    super('the job is not this process’s any more');
    this.name = 'JobInterrupted';
  }
}

export type JobError = Text & { code: string };

/**
 * What becomes of a job whose handler threw.
 * @param attempts tries since it last got on, this one included
 * @returns the pause before the next try in milliseconds; undefined: it has failed
 */
export function judgeFailure(
  error: unknown,
  attempts: number,
): { error: JobError; pauseMs: number | undefined } {
  const known = error instanceof AppError ? error : undefined;
  const isFinal = known !== undefined && errorStatus[known.code] < 500;
  const seconds = isFinal ? undefined : PAUSES_S[attempts - 1];
  return {
    error: { code: known?.code ?? 'internal', ...(known?.text ?? texts.internal) },
    pauseMs: seconds === undefined ? undefined : seconds * 1_000,
  };
}
