import { setFlagsFromString } from 'node:v8';
import { withoutRepeats } from './letters.ts';

// V8 interprets an expression before it compiles it, and forgets compiled ones that weren't used for
// a while. Interpreted, these take seconds for one reply, compiled a tenth of a millisecond.
setFlagsFromString('--no-regexp-tier-up');

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

/** Stands behind each filler, so that a gap is found without comparing every word of the list. */
const MARK = '·';

/** Readies a text of `readReply` for `anyPhrase`. */
export function markFillers(text: string): string {
  return text
    .split(' ')
    .map((word) => (fillers.has(word) ? word + MARK : word))
    .join(' ');
}

export function unmarkFillers(text: string): string {
  return text.replaceAll(MARK, '');
}

/**
 * A regular expression out of a phrase, for text as `readReply` gives it. Words are separated by
 * spaces; `a|b` is either (longer alternatives stand in parentheses), `word*` a beginning, `word?`
 * may be left out, `~` is up to three words that change nothing,  `..` up to four words of any kind,
 * `...` the same without a no among them. `^` and `$` are the beginning and the end of a clause,
 * `^^` the beginning of the text, `^+` of any clause but the first, `$.` the end of a clause that
 * isn't a question, `$!` the end of a sentence that isn't one.
 */
function phrase(pattern: string): string {
  return sequence(withoutRepeats(pattern));
}

/** Matches any of the phrases, everywhere in a text that `markFillers` has readied. */
export function anyPhrase(patterns: readonly string[]): RegExp {
  return new RegExp(`(?<= )(?:${patterns.map(phrase).join('|')})`, 'g');
}

function sequence(pattern: string): string {
  return splitOutside(pattern, ' ')
    .filter((one) => one !== '')
    .map(part)
    .join('');
}

function part(text: string): string {
  if (text === '~') return `(?:[^ ]+${MARK} ){0,3}`;
  if (text === '..') return '(?:[^ .,?]+ ){0,4}';
  if (text === '...') return `(?:(?!(?:не|ни|dont|not|no|never)${MARK}? )[^ .,?]+ ){0,4}`;
  if (text === '^') return '(?<=[.,?] )';
  if (text === '^^') return '(?<=^ \\. )';
  if (text === '^+') return '(?<=[.,?] )(?<!^ \\. )';
  if (text === '$!') return '(?=\\. )';
  if (text === '$') return '(?=[.,?] )';
  if (text === '$.') return '(?=[.,] )';
  if (text === ',') return ', ';
  if (text.endsWith('?')) return `(?:${part(text.slice(0, -1))})?`;
  return `(?:${splitOutside(text, '|').map(alternative).join('|')})`;
}

/** One of several, with the space that ends it. */
function alternative(text: string): string {
  const group = /^\((.*)\)(\*?)$/.exec(text);
  if (!group) return text.endsWith('*') ? `${text.slice(0, -1)}[^ ]* ` : `${text}${MARK}? `;
  const inside = splitOutside(group[1] ?? '', '|');
  if (group[2] === '') return `(?:${inside.map(sequence).join('|')})`;
  return `(?:${inside.map((each) => sequence(`${each}*`)).join('|')})`;
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
