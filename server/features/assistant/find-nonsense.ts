import { plainText, wordsOf } from './plain-text.ts';

/** Something left for somebody to fill in: [имя], {name}, <your name>, %NAME%, ____, XXX. */
const PLACEHOLDER =
  /\[[^\]\n]*\p{L}[^\]\n]*\]|\{[^}\n]*\}|<[^<>\n]*\p{L}[^<>\n]*>|%\w{2,}%|\$\{?\w*\}?\p{L}{2,}|_{3,}|(?<![\p{L}\d])[XХ]{3,}(?!\p{L})|lorem ipsum/iu;
/** Markup and code: Telegram would show it as it stands. */
const MARKUP = /```|~~~|^\s*#{1,6}\s|<\/?[a-z][^>]*>|&(nbsp|lt|gt|amp|quot|#\d+);|^\s*\|.*\|\s*$/im;
/** Bytes read in the wrong encoding, and characters that are none. */
const GARBLED = /\ufffd|[ÐÑ][\u0080-\u00bf°±²³µ¶·¸¹º»¼½¾¿]|Ã[\u0080-\u00bf]/u;
const CONTROL = /[\p{Cc}\p{Co}]/u;

/**
 * Whether an answer is no message that a person would send: empty, a loop, markup or JSON, garbled,
 * or with blanks left to fill in.
 */
export function findNonsense(answer: string): boolean {
  return (
    !/\p{L}/u.test(answer) ||
    PLACEHOLDER.test(answer) ||
    MARKUP.test(answer) ||
    GARBLED.test(answer) ||
    CONTROL.test(answer.replace(/[\r\n\t]/g, '')) ||
    isJson(answer) ||
    hasLoop(answer)
  );
}

function isJson(answer: string): boolean {
  if (!/^\s*[[{]/.test(answer)) return false;
  try {
    JSON.parse(answer);
    return true;
  } catch {
    return /^\s*[[{]\s*["[{]/.test(answer);
  }
}

const LONG_TEXT_WORDS = 40;

function hasLoop(answer: string): boolean {
  const plain = plainText(answer);
  if (/([^\s.…—–-])\1{5,}/u.test(plain)) return true;
  const words = wordsOf(answer);
  if (
    words.some((word, i) => word === words[i + 1] && word === words[i + 2] && word === words[i + 3])
  )
    return true;
  if (words.length >= LONG_TEXT_WORDS && new Set(words).size / words.length < 0.35) return true;
  const sentences = plain.split(/[.!?\n]+/).map((sentence) => sentence.trim());
  const seen = new Map<string, number>();
  for (const sentence of sentences.filter((one) => one.length >= 12))
    seen.set(sentence, (seen.get(sentence) ?? 0) + 1);
  return [...seen].some(
    ([sentence, times]) => times >= 3 || (times === 2 && sentence.length >= 40),
  );
}
