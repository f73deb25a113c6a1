import { setFlagsFromString } from 'node:v8';
import { withoutRepeats } from './letters.ts';

// V8 interprets an expression before it compiles it, and forgets compiled ones that weren't used for
// a while. Interpreted, these take seconds for one reply, compiled a tenth of a millisecond.
setFlagsFromString('--no-regexp-tier-up');

/** Words that may stand between the words of a phrase without changing what it says. */
const fillers = withoutRepeats(
  'мне|нам|меня|нас|мой|моя|я|мы|вы|ты|вас|вам|тебя|тебе|у|больше|болше|сюда|пожалуйста|плиз|никогда|уже|' +
    'вообще|совсем|абсолютно|совершенно|пока|сейчас|очень|оч|особо|сильно|слишком|особенно|как|то|прям|прямо|' +
    'это|этим|этого|эти|такое|такого|такие|ничего|никак|тут|там|тоже|даже|просто|лично|ни|бы|же|сегодня|точно|' +
    'me|us|my|our|any|anymore|more|this|that|these|those|to|the|a|an|ever|please|pls|plz|really|just|at|all|' +
    'currently|so|very|actually|again|it|also|even|particularly|still|be|been|for|of|now',
);

/**
 * A regular expression out of a phrase, for text as `readReply` gives it. Words are separated by
 * spaces; `a|b` is either (longer alternatives stand in parentheses), `word*` a beginning, `word?`
 * may be left out, `~` is up to three words that change nothing, `..` up to four words of any kind,
 * `^` and `$` are the beginning and the end of a clause, `$.` the end of one that isn't a question.
 */
export function phrase(pattern: string): string {
  return `(?<= )${sequence(withoutRepeats(pattern))}`;
}

/** Matches any of the phrases, everywhere in the text. */
export function anyPhrase(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.map(phrase).join('|'), 'gu');
}

function sequence(pattern: string): string {
  return splitOutside(pattern, ' ').map(part).join('');
}

function part(text: string): string {
  if (text === '~') return `(?:(?:${fillers}) ){0,3}`;
  if (text === '..') return '(?:[^ .,?]+ ){0,4}';
  if (text === '^') return '(?<=[.,?] )';
  if (text === '$') return '(?=[.,?] )';
  if (text === '$.') return '(?=[.,] )';
  if (text === ',') return ', ';
  if (text.endsWith('?')) return `(?:${part(text.slice(0, -1))})?`;
  return `(?:${splitOutside(text, '|').map(alternative).join('|')})`;
}

/** One of several, with the space that ends it. */
function alternative(text: string): string {
  const group = /^\((.*)\)(\*?)$/.exec(text);
  if (!group) return `${text.replace('*', '[^ ]*')} `;
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
