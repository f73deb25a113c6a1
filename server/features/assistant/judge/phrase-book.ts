import { isClauseEnd, type Phrase, readPhrase, type Step } from './phrase-pattern.ts';

/**
 * Phrases by the words they can begin with, so that a reply is looked through once and only what
 * can begin at a word is tried there. (One regular expression of them all takes a tenth of a second
 * to compile, and V8 forgets it when it collects garbage.)
 */
export type PhraseBook = {
  phrases: readonly Step[];
  /** Numbers of phrases by a whole first word. */
  byWord: ReadonlyMap<string, readonly number[]>;
  /** Beginnings of first words by their first letters. */
  byLetters: ReadonlyMap<string, readonly { beginning: string; phrase: number }[]>;
  /** What can begin with any word: at the beginning of a clause only, and anywhere. */
  atClauses: readonly number[];
  anywhere: readonly number[];
};

const LETTERS = 2;

export function createPhraseBook(patterns: readonly string[]): PhraseBook {
  const phrases = patterns.map(readPhrase);
  const byWord = new Map<string, number[]>();
  const byLetters = new Map<string, { beginning: string; phrase: number }[]>();
  for (const [phrase, { first }] of phrases.entries()) {
    for (const word of new Set(first?.exact)) add(byWord, word, phrase);
    for (const beginning of new Set(first?.beginnings)) {
      add(byLetters, beginning.slice(0, LETTERS), { beginning, phrase });
    }
  }
  const open = (isWanted: (phrase: Phrase) => boolean) =>
    [...phrases.keys()].filter((at) => {
      const phrase = phrases[at];
      return phrase !== undefined && !phrase.first && isWanted(phrase);
    });
  return {
    phrases: phrases.map(({ match }) => match),
    byWord,
    byLetters,
    atClauses: open(({ isAtClause }) => isAtClause),
    anywhere: open(({ isAtClause }) => !isAtClause),
  };
}

/** Calls `visit` for each phrase found at each place, until it has returned true. */
export function visitPhrases(
  book: PhraseBook,
  words: readonly string[],
  visit: (phrase: number, at: number, end: number) => boolean,
): void {
  for (let at = 0; at < words.length; at++) {
    for (const phrase of phrasesFrom(book, words, at)) {
      const end = book.phrases[phrase]?.(words, at) ?? -1;
      if (end >= 0 && visit(phrase, at, end)) return;
    }
  }
}

/** Puts a word (or nothing) in place of what is found; of several phrases at one place the first counts. */
export function replacePhrases(
  book: PhraseBook,
  words: readonly string[],
  replacement: string | undefined,
): readonly string[] {
  const replaced: string[] = [];
  for (let at = 0; at < words.length; ) {
    let found = Number.POSITIVE_INFINITY;
    let behind = -1;
    for (const phrase of phrasesFrom(book, words, at)) {
      if (phrase >= found) continue;
      const end = book.phrases[phrase]?.(words, at) ?? -1;
      if (end > at) [found, behind] = [phrase, end];
    }
    if (behind < 0) {
      replaced.push(words[at++] ?? '');
      continue;
    }
    if (replacement !== undefined) replaced.push(replacement);
    at = behind;
  }
  return replaced;
}

/** The phrases that can begin at a word. */
function phrasesFrom(book: PhraseBook, words: readonly string[], at: number): number[] {
  const word = words[at] ?? '';
  const found = [...(book.byWord.get(word) ?? []), ...book.anywhere];
  for (let length = 1; length <= Math.min(LETTERS, word.length); length++) {
    for (const { beginning, phrase } of book.byLetters.get(word.slice(0, length)) ?? []) {
      if (word.startsWith(beginning)) found.push(phrase);
    }
  }
  if (isClauseEnd(words[at - 1])) found.push(...book.atClauses);
  return found;
}

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
