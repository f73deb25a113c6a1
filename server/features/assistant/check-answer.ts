import type { HandOverReason } from '../../../contract/assistant.ts';
import { type AnswerLanguage, fitsLanguage } from './answer-language.ts';
import { findForbidden } from './find-forbidden.ts';
import { findLeak, type Guarded } from './find-leak.ts';
import { findNonsense } from './find-nonsense.ts';
import { findRefusal } from './find-refusal.ts';
import { findUnfounded, type Grounds } from './find-unfounded.ts';
import { HAND_OVER_WORD } from './rules.ts';

/** All that an answer is measured by. */
export type Yardstick = {
  finish: 'stop' | 'length' | 'filtered' | 'other';
  maxLength: number;
  neverSay: readonly string[];
  language: AnswerLanguage;
  guarded: Guarded;
  grounds: Grounds;
};

/**
 * Why an answer must not be sent; undefined when it may. A leak comes first: it must be named even
 * where the answer is bad in other ways too.
 */
export function checkAnswer(answer: string, by: Yardstick): HandOverReason | undefined {
  if (by.finish === 'filtered') return 'refused';
  if (findLeak(answer, by.guarded)) return 'leaked_prompt';
  if (answer.toUpperCase().includes(HAND_OVER_WORD)) return 'unsure';
  if (by.finish === 'length' || answer.length > by.maxLength) return 'over_length';
  if (findRefusal(answer)) return 'refused';
  if (by.finish === 'other' || findNonsense(answer)) return 'nonsense';
  if (!fitsLanguage(answer, by.language)) return 'wrong_language';
  if (findForbidden(answer, by.neverSay) !== undefined) return 'forbidden_words';
  if (findUnfounded(answer, by.grounds) !== undefined) return 'unfounded';
  return undefined;
}
