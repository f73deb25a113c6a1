import { createPhraseBook, replacePhrases, visitPhrases } from './phrase-book.ts';
import type { Reply } from './read-reply.ts';
import { refusalRules } from './refusal-phrases.ts';

export type Refusal = { cause: string; isStopRequest: boolean };

const book = createPhraseBook(refusalRules.flatMap(({ phrases }) => phrases));
/** Of each phrase of the book the number of its rule; the first rule that is found counts. */
const ruleOf = refusalRules.flatMap(({ phrases }, rule) => phrases.map(() => rule));
const leadingNo = createPhraseBook(['^^ (ну|да|ой|um|wel)? нет|неа|no|nope|nah ,?']);
const oneself = new Set('я мне нам мы меня нас i im we were me us ive'.split(' '));

/** How an English question begins, whatever it ends with: "is this a scam". */
const asking = new Set<string | undefined>(
  'is are was isnt arent does do did wil would'.split(' '),
);
const asked = new Set<string | undefined>('this it that you these there'.split(' '));

/** The rule that finds a no in a reply, the requests to stop first. */
export function findRefusal({ said, everything }: Reply): Refusal | undefined {
  const own = firstRule(said, () => true);
  const quoted = said === everything ? own : firstRule(everything, (rule) => rule.isStopRequest);
  return refusalRules[Math.min(own, quoted)];
}

function firstRule(
  words: readonly string[],
  isMeant: (rule: (typeof refusalRules)[number]) => boolean,
): number {
  let first = refusalRules.length;
  visitPhrases(book, words, (phrase, at) => {
    const number = ruleOf[phrase] ?? first;
    const rule = refusalRules[number];
    if (number < first && rule && isMeant(rule)) {
      if (rule.inQuestions || !isInQuestion(words, at)) first = number;
    }
    return first === 0;
  });
  return first;
}

/** What is left without the no it begins with; undefined if it doesn't. The rest may take it back. */
export function afterLeadingNo(said: readonly string[]): readonly string[] | undefined {
  const rest = replacePhrases(leadingNo, said, undefined);
  return rest.length === said.length ? undefined : rest;
}

/** In a question that isn't about the one who asks: «не нужно предоплату?» asks, «мне не нужно, ясно?» tells. */
function isInQuestion(words: readonly string[], at: number): boolean {
  let end = at;
  while (end < words.length && !isSentenceEnd(words[end])) end++;
  let start = end;
  while (start > 0 && !isSentenceEnd(words[start - 1])) start--;
  const sentence = words.slice(start, end);
  const asks = words[end] === '?' || (asking.has(sentence[0]) && asked.has(sentence[1]));
  return asks && !sentence.some((word) => oneself.has(word));
}

function isSentenceEnd(word: string | undefined): boolean {
  return word === '.' || word === '?';
}
