import { AppError } from '../../../base/errors.ts';
import { texts } from './texts.ts';

/** The number of a campaign as an operator or a button gives it. @throws AppError invalid_request */
export function readNumber(words: string): number {
  if (!/^\d{1,9}$/.test(words)) throw new AppError('invalid_request', texts.numberNeeded);
  return Number(words);
}
