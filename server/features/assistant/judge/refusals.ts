import { anyPhrase, markFillers, unmarkFillers } from './phrase-pattern.ts';
import type { Reply } from './read-reply.ts';
import { refusalRules } from './refusal-phrases.ts';

export type Refusal = { cause: string; isStopRequest: boolean };

const rules = refusalRules.map((rule) => ({ ...rule, pattern: anyPhrase(rule.phrases) }));
const leadingNo = anyPhrase(['^^ (ну|да|ой|um|wel)? нет|неа|no|nope|nah ,?']);
const aboutOneself = /(?<= )(?:я|мне|нам|мы|меня|нас|i|im|we|were|me|us|ive)·? /;

/** The rule that finds a no in a reply, the requests to stop first. */
export function findRefusal(reply: Reply): Refusal | undefined {
  const said = markFillers(reply.said);
  const everything = markFillers(reply.everything);
  return rules.find((rule) =>
    says(rule.isStopRequest ? everything : said, rule.pattern, rule.inQuestions),
  );
}

/** What is left without the no it begins with; undefined if it doesn't. The rest may take it back. */
export function afterLeadingNo(said: string): string | undefined {
  const marked = markFillers(said);
  const rest = marked.replace(leadingNo, '');
  return rest === marked ? undefined : unmarkFillers(rest);
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
