import {
  capitalsAsRussian,
  inOneScript,
  onLatinLayout,
  onRussianLayout,
  romanisedAsRussian,
  soundOf,
  withoutRepeats,
} from './letters.ts';
import { isKnown, type Lexicon, mendDenied, mendWord } from './lexicon.ts';
import { markHarmless } from './mark-harmless.ts';
import { isClauseEnd } from './phrase-pattern.ts';

/** A reply made ready for the rules and the model. */
export type Reply = {
  /**
   * Words in lower case, one spelling each, and `.`, `,` or `?` where a clause ends, beginning and
   * ending with a clause's end: . спасибо , не надо . Quoted lines and forwarded matter are left out.
   */
  said: readonly string[];
  /** The same with what is quoted. */
  everything: readonly string[];
  emoji: readonly string[];
  hasWords: boolean;
};

/** Of a longer text so many characters from the beginning and from the end count. */
const MOST_CHARACTERS = 600;
const MOST_WORDS = 160;
/** The share of known letters from which a text is read as it stands. */
const WELL_KNOWN = 0.6;

const emojiPattern = /\p{Extended_Pictographic}/gu;
/** What ends a clause, from the one that says least. */
const ends = [',', '.', '?'];
const forwarded = /^\s*(?:fwd?:|forwarded (?:from|message)|begin forwarded|переслано|пересланн)/iu;

/** Never throws, whatever the text is. */
export function readReply(lexicon: Lexicon, text: string): Reply {
  const whole = shorten(text).normalize('NFKC');
  const own = forwarded.test(whole) ? '' : withoutQuotes(whole);
  const everything = canonical(lexicon, whole);
  return {
    said: own === whole ? everything : canonical(lexicon, own),
    everything,
    emoji: whole.match(emojiPattern) ?? [],
    hasWords: /[\p{L}\p{N}]/u.test(whole),
  };
}

function shorten(text: string): string {
  if (text.length <= MOST_CHARACTERS * 2) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n${text.slice(-MOST_CHARACTERS)}`;
}

function withoutQuotes(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(?:>|\|)/.test(line))
    .join('\n')
    .replace(/«[^»]{12,}»|"[^"]{12,}"|“[^”]{12,}”/g, ' ');
}

function canonical(lexicon: Lexicon, text: string): readonly string[] {
  const parts = readScripts(lexicon, text);
  const bounded =
    parts.length <= MOST_WORDS * 2
      ? parts
      : [...parts.slice(0, MOST_WORDS), '.', ...parts.slice(-MOST_WORDS)];
  return markHarmless(withoutEmptyClauses(bounded.flatMap((part) => spell(lexicon, part))));
}

/** The words between clause ends; of several ends in a row the one that says most is kept. */
function withoutEmptyClauses(words: readonly string[]): string[] {
  const clauses = ['.'];
  for (const word of [...words, '.']) {
    const last = clauses.length - 1;
    const before = clauses[last];
    if (!isClauseEnd(word) || !isClauseEnd(before)) clauses.push(word);
    else if (weightOf(word) > weightOf(before)) clauses[last] = word;
  }
  return clauses;
}

function weightOf(end: string | undefined): number {
  return ends.indexOf(end ?? '');
}

/** One spelling for each word, `не` apart from what it denies. */
function spell(lexicon: Lexicon, part: string): string[] {
  if (/^[.,?]$/.test(part)) return [part];
  const word = mendWord(lexicon, withoutRepeats(part));
  if (isKnown(lexicon, word) && !/^не(?:надо|интересно|актуально)$/.test(word)) return [word];
  const denied = /^(?:не|ни)(\p{L}{3,})$/u.exec(word)?.[1];
  if (!denied) return [word];
  const mended = mendDenied(denied) ?? mendWord(lexicon, denied);
  return isKnown(lexicon, mended) ? ['не', mended] : [word];
}

/** н е т → нет */
function joinSpelledOut(parts: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < parts.length; ) {
    let end = at;
    while (/^\p{L}$/u.test(parts[end] ?? '')) end++;
    if (end - at >= 3) joined.push(parts.slice(at, end).join(''));
    else if (end > at) joined.push(...parts.slice(at, end));
    else joined.push(parts[end++] ?? '');
    at = end;
  }
  return joined;
}

/** The text in the script and layout that was meant: the one that gives most known words. */
function readScripts(lexicon: Lexicon, text: string): readonly string[] {
  const plain = joinSpelledOut(partsOf(text.toLowerCase()).map(oneScriptUnlessNumber));
  let best = plain;
  let bestShare = knownShare(lexicon, plain);
  if (bestShare > WELL_KNOWN) return plain;
  for (const reading of otherReadings(lexicon, text, plain)) {
    const share = knownShare(lexicon, reading);
    if (share > bestShare && share >= 0.5) [best, bestShare] = [reading, share];
  }
  return best;
}

function otherReadings(lexicon: Lexicon, text: string, plain: readonly string[]): string[][] {
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  const russian = text.match(/[а-яё]/gi)?.length ?? 0;
  if (latin < russian) return [partsOf(onLatinLayout(text))];
  return [
    plain.map((word) => capitalsAsRussian(word) ?? word),
    plain.map((word) => romanisedWord(lexicon, word)),
    partsOf(onRussianLayout(text.replace(/[.,]{2,}|[.,](?=\s|$)/g, ' '))),
  ];
}

function oneScriptUnlessNumber(word: string): string {
  return /\p{L}/u.test(word) ? inOneScript(word) : word;
}

function romanisedWord(lexicon: Lexicon, word: string): string {
  if (!/^[a-z46']+$/.test(word)) return word;
  return lexicon.russian.get(soundOf(romanisedAsRussian(word))) ?? word;
}

/** The known words' share of the letters. */
function knownShare(lexicon: Lexicon, words: readonly string[]): number {
  let known = 0;
  let all = 0;
  for (const word of words.slice(0, MOST_WORDS)) {
    if (!/^\p{L}/u.test(word)) continue;
    all += word.length;
    if (isReadable(lexicon, withoutRepeats(word))) known += word.length;
  }
  return all === 0 ? 1 : known / all;
}

/** Known, or a known word written in one with «не». */
function isReadable(lexicon: Lexicon, word: string): boolean {
  return (
    isKnown(lexicon, word) || (/^(?:не|ни)/.test(word) && mendDenied(word.slice(2)) !== undefined)
  );
}

/** Words apart from punctuation, and of that only what ends a clause. */
function partsOf(text: string): string[] {
  return text
    .replace(/ё/g, 'е')
    .replace(/\p{Cf}/gu, '')
    .replace(/(?<=\p{L})['’`ʼ´](?=\p{L})/gu, '')
    .replace(/не-+а(?!\p{L})/giu, 'неа')
    .replace(/(?<=\p{L})[.·_](?=\p{L}(?:[.·_]|$|\s))/gu, ' ')
    .replace(/(?<=\p{L})\*+(?=\p{L}|$|\s)/gu, 'ˍ')
    .replace(/[.!;:…\n]+/g, ' . ')
    .replace(/[,()—–«»"]|\s-\s/g, ' , ')
    .replace(/\?/g, ' ? ')
    .replace(emojiPattern, ' . ')
    .replace(/[^\p{L}\p{N}@$ˍ.,?]+/gu, ' ')
    .replace(/(?<![\p{L}\p{N}])[@$ˍ]+/gu, ' ')
    .replace(/ˍ/g, '_')
    .split(' ')
    .filter((part) => part !== '');
}
