import { withoutRepeats } from './letters.ts';

/** Words that may stand between the words of a phrase without changing what it says. */
const fillers = new Set(
  withoutRepeats(
    'мне|нам|меня|нас|мой|моя|я|мы|вы|ты|вас|вам|тебя|тебе|у|больше|болше|сюда|пожалуйста|плиз|никогда|уже|' +
      'вообще|совсем|абсолютно|совершенно|пока|сейчас|очень|оч|особо|сильно|слишком|особенно|как|то|прям|прямо|' +
      'это|этим|этого|эти|такое|такого|такие|ничего|никак|тут|там|тоже|даже|просто|лично|ни|бы|же|сегодня|точно|' +
      'me|us|my|our|any|anymore|more|this|that|these|those|to|the|a|an|ever|please|pls|plz|really|just|at|all|' +
      'currently|so|very|actually|again|it|also|even|particularly|still|be|been|for|of|now',
  ).split('|'),
);
const denying = new Set(['не', 'ни', 'dont', 'not', 'no', 'never']);

/** How many words that change nothing `~` passes over, and how many of any kind `..` does. */
const MOST_FILLERS = 3;
const MOST_BETWEEN = 4;

/** Matches words from a place on: gives the place behind the match, -1 if there is none. */
export type Step = (words: readonly string[], at: number) => number;

/** One word out of several, by itself, by its beginning or by its ending. */
type Word = {
  kind: 'word';
  exact: ReadonlySet<string>;
  beginnings: readonly string[];
  endings: readonly string[];
};

type Part =
  | Word
  | { kind: 'place'; isHere: (words: readonly string[], at: number) => boolean }
  | { kind: 'between'; most: number; mayPass: (word: string) => boolean }
  | { kind: 'choice'; options: readonly (readonly Part[])[] };

export type Phrase = {
  match: Step;
  /** Whether it can begin only where a clause does. */
  isAtClause: boolean;
  /** The words that it can begin with, and beginnings of words; undefined if with any. */
  first: { exact: readonly string[]; beginnings: readonly string[] } | undefined;
};

export function isClauseEnd(word: string | undefined): boolean {
  return word === '.' || word === ',' || word === '?';
}

/**
 * Reads a phrase to be found among the words of a reply. Words are separated by spaces; `a|b` is
 * either (longer alternatives stand in parentheses), `word*` a beginning, `*word` an ending, `word?` may be left out,
 * `~` is up to three words that change nothing, `..` up to four words of any kind, `...` the same
 * without a no among them. `^` and `$` are the beginning and the end of a clause, `^^` the beginning
 * of the text, `^+` of any clause but the first, `$.` the end of a clause that isn't a question, `$?` of one that
 * is, `$!` the end of a sentence that isn't one; `,` and `?` are themselves.
 */
export function readPhrase(pattern: string): Phrase {
  const parts = readSequence(withoutRepeats(pattern));
  const exact: string[] = [];
  const beginnings: string[] = [];
  const isLimited = collectFirst(parts, exact, beginnings);
  return {
    match: compile(parts, (_, at) => at),
    isAtClause: parts[0]?.kind === 'place' && /^\s*\^/.test(pattern),
    first: isLimited ? { exact, beginnings } : undefined,
  };
}

function readSequence(pattern: string): Part[] {
  return splitOutside(pattern, ' ')
    .filter((one) => one !== '')
    .map(readPart);
}

const places: Readonly<Record<string, (words: readonly string[], at: number) => boolean>> = {
  '^': (words, at) => isClauseEnd(words[at - 1]),
  '^^': (words, at) => at === 1 && words[0] === '.',
  '^+': (words, at) => isClauseEnd(words[at - 1]) && !(at === 1 && words[0] === '.'),
  $: (words, at) => isClauseEnd(words[at]),
  '$.': (words, at) => words[at] === '.' || words[at] === ',',
  '$?': (words, at) => words[at] === '?',
  '$!': (words, at) => words[at] === '.',
};

function readPart(text: string): Part {
  const isHere = places[text];
  if (isHere) return { kind: 'place', isHere };
  if (text === '~')
    return { kind: 'between', most: MOST_FILLERS, mayPass: (word) => fillers.has(word) };
  if (text === '..') {
    return { kind: 'between', most: MOST_BETWEEN, mayPass: (word) => !isClauseEnd(word) };
  }
  if (text === '...') {
    const mayPass = (word: string) => !isClauseEnd(word) && !denying.has(word);
    return { kind: 'between', most: MOST_BETWEEN, mayPass };
  }
  if (text.length > 1 && text.endsWith('?')) {
    return { kind: 'choice', options: [[readPart(text.slice(0, -1))], []] };
  }
  return readChoice(splitOutside(text, '|'));
}

/** Single words are looked up all at once; what is longer is tried in turn. */
function readChoice(alternatives: readonly string[]): Part {
  const exact = new Set<string>();
  const beginnings: string[] = [];
  const endings: string[] = [];
  const options: Part[][] = [];
  for (const one of alternatives.flatMap(unfold)) {
    if (places[one] || splitOutside(one, ' ').length > 1) options.push(readSequence(one));
    else if (/[()]/.test(one)) throw new Error(`A phrase cannot be read: ${one}`);
    else if (one.endsWith('*')) beginnings.push(one.slice(0, -1));
    else if (one.startsWith('*')) endings.push(one.slice(1));
    else exact.add(one);
  }
  const word: Part = { kind: 'word', exact, beginnings, endings };
  if (options.length === 0) return word;
  if (exact.size + beginnings.length + endings.length > 0) options.push([word]);
  return { kind: 'choice', options };
}

/** (a|b c)* → a*, b c* */
function unfold(alternative: string): string[] {
  const group = /^\((.*)\)(\*?)$/.exec(alternative);
  if (!group) return [alternative];
  const [, inside = '', star = ''] = group;
  return splitOutside(inside, '|').flatMap((one) => unfold(`${one}${star}`));
}

function splitOutside(text: string, separator: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}

/** Collects what the parts can begin with; false if that may be anything. */
function collectFirst(parts: readonly Part[], exact: string[], beginnings: string[]): boolean {
  for (const part of parts) {
    if (part.kind === 'between') return false;
    if (part.kind === 'word') {
      exact.push(...part.exact);
      beginnings.push(...part.beginnings);
      return part.endings.length === 0 && !part.beginnings.includes('');
    }
    if (part.kind === 'choice') {
      const filled = part.options.filter((option) => option.length > 0);
      if (!filled.every((option) => collectFirst(option, exact, beginnings))) return false;
      if (filled.length === part.options.length) return true;
    }
  }
  return false;
}

function compile(parts: readonly Part[], next: Step): Step {
  return parts.reduceRight(compilePart, next);
}

function compilePart(next: Step, part: Part): Step {
  if (part.kind === 'place') {
    return (words, at) => (part.isHere(words, at) ? next(words, at) : -1);
  }
  if (part.kind === 'word') {
    return (words, at) => (isOneOf(part, words[at]) ? next(words, at + 1) : -1);
  }
  if (part.kind === 'choice') {
    return firstOf(part.options.map((option) => compile(option, next)));
  }
  return (words, at) => {
    let end = at;
    while (end < at + part.most && end < words.length && part.mayPass(words[end] ?? '')) end++;
    for (; end >= at; end--) {
      const found = next(words, end);
      if (found >= 0) return found;
    }
    return -1;
  };
}

function firstOf(steps: readonly Step[]): Step {
  return (words, at) => {
    for (const step of steps) {
      const found = step(words, at);
      if (found >= 0) return found;
    }
    return -1;
  };
}

function isOneOf({ exact, beginnings, endings }: Word, word: string | undefined): boolean {
  if (word === undefined) return false;
  if (exact.has(word)) return true;
  for (const beginning of beginnings) if (word.startsWith(beginning)) return true;
  for (const ending of endings) if (word.endsWith(ending)) return true;
  return false;
}
