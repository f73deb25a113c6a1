import { newStemmer } from 'snowball-stemmers';

/** How many weights the model has for each verdict. */
export const FEATURES = 1 << 15;

/** Of a long text so many words from the beginning and from the end count. */
const MOST = 60;

const russian = newStemmer('russian');
const english = newStemmer('english');

/**
 * What the model looks at: the stems, their pairs, the pieces of words of three to five letters,
 * how the text begins and whether it ends as a question. Each is a number below FEATURES, once.
 * @param said  words as `readReply` gives it
 */
export function featuresOf(said: readonly string[]): number[] {
  const found = new Set<number>();
  const parts = said.length <= MOST * 2 ? said : [...said.slice(0, MOST), ...said.slice(-MOST)];
  let before = '^';
  let words = 0;
  for (const part of parts) {
    const isWord = /[\p{L}\p{N}]/u.test(part);
    const stem = isWord ? stemOf(part) : part;
    found.add(hash(`s ${stem}`));
    found.add(hash(`p ${before} ${stem}`));
    if (before === '.' || before === ',' || before === '?') found.add(hash(`c ${stem}`));
    before = stem;
    if (!isWord) continue;
    if (words === 0) found.add(hash(`f ${stem}`));
    words++;
    addPieces(found, `<${part}>`);
  }
  found.add(hash(`n ${Math.min(words, 12)}`));
  if (said.includes('?')) found.add(hash('?'));
  return [...found];
}

function addPieces(found: Set<number>, word: string): void {
  for (let length = 3; length <= 5; length++) {
    for (let at = 0; at + length <= word.length && at < 24; at++) {
      found.add(hash(word, at, at + length));
    }
  }
}

function stemOf(word: string): string {
  if (word.length > 24) return word.slice(0, 24);
  if (/^\p{N}+$/u.test(word)) return '0';
  return (/^[a-z]/.test(word) ? english : russian).stem(word);
}

/** FNV-1a, folded to an index. */
function hash(text: string, from = 0, to = text.length): number {
  let value = 0x811c9dc5;
  for (let i = from; i < to; i++) {
    value ^= text.charCodeAt(i);
    value = Math.imul(value, 0x01000193);
  }
  return ((value >>> 15) ^ value) & (FEATURES - 1);
}
