import { stemsOf } from './stem-words.ts';

/** A stem as long as this may begin another word of the same root: «гарант» in «гарантируем». */
const ROOT_LENGTH = 5;

/**
 * The first of the words and phrases that must never be said and is, in whatever form; undefined
 * when none is.
 */
export function findForbidden(answer: string, neverSay: readonly string[]): string | undefined {
  const said = stemsOf(answer);
  return neverSay.find((phrase) => {
    const forbidden = stemsOf(phrase);
    if (forbidden.length === 0) return false;
    return said.some((_, at) => forbidden.every((stem, i) => isSameWord(said[at + i], stem)));
  });
}

function isSameWord(said: string | undefined, forbidden: string): boolean {
  if (said === undefined) return false;
  return said === forbidden || (forbidden.length >= ROOT_LENGTH && said.startsWith(forbidden));
}
