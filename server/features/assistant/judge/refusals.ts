import { harmlessPhrases } from './harmless-phrases.ts';
import { anyPhrase } from './phrase-pattern.ts';
import type { Reply } from './read-reply.ts';
import { refusalRules } from './refusal-phrases.ts';

export type Refusal = { cause: string; isStopRequest: boolean };

const harmless = anyPhrase(harmlessPhrases);
const rules = refusalRules.map((rule) => ({ ...rule, pattern: anyPhrase(rule.phrases) }));
const startsWithNo = anyPhrase(['^ (ну|да|ой)? нет|неа|не|no|nope|nah']);
const aboutOneself = /(?<= )(?:я|мне|нам|мы|меня|нас|i|im|we|were|me|us|ive) /u;

/** The rule that finds a no in a reply, the requests to stop first. */
export function findRefusal(reply: Reply): Refusal | undefined {
  const said = withoutHarmless(reply.said);
  const everything = reply.everything === reply.said ? said : withoutHarmless(reply.everything);
  return rules.find((rule) =>
    says(rule.isStopRequest ? everything : said, rule.pattern, rule.inQuestions),
  );
}

/** Does it begin with a no that isn't part of a harmless phrase? What follows may still take it back. */
export function isExplicitNo(said: string): boolean {
  return withoutHarmless(said).search(startsWithNo) !== -1;
}

function withoutHarmless(text: string): string {
  return text.replace(harmless, '_ ');
}

function says(text: string, pattern: RegExp, inQuestions: boolean): boolean {
  for (const match of text.matchAll(pattern)) {
    if (inQuestions || !isInQuestion(text, match.index)) return true;
  }
  return false;
}

/** In a question that isn't about the one who asks: «не нужно предоплату?» asks, «мне не нужно, ясно?» tells. */
function isInQuestion(text: string, at: number): boolean {
  const end = text.slice(at).search(/[.?] /);
  if (text[at + end] !== '?') return false;
  const start = Math.max(text.lastIndexOf(' . ', at), text.lastIndexOf(' ? ', at));
  return !aboutOneself.test(text.slice(start, at + end));
}
