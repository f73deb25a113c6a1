import { wordsOf } from './plain-text.ts';

/** Fewer words in a row may stand in any two texts. */
const OUR_RULES_WORDS = 7;
const ROLE_WORDS = 12;

/** What must not come back in an answer. */
export type Guarded = {
  /** Random words that stand in the prompt for nothing but to be found in a leak. */
  marks: readonly string[];
  /** The rules around the role, which no answer has a reason to repeat. */
  rules: string;
  /** What the team wrote about the role: a phrase of it may be meant to be said. */
  role: string;
};

/** Whether an answer gives away what the model was told. */
export function findLeak(answer: string, { marks, rules, role }: Guarded): boolean {
  const lower = answer.toLowerCase();
  if (marks.some((mark) => lower.includes(mark.toLowerCase()))) return true;
  return sharesRun(answer, rules, OUR_RULES_WORDS) || sharesRun(answer, role, ROLE_WORDS);
}

/** Whether `length` words in a row of one text stand in the other. */
function sharesRun(answer: string, source: string, length: number): boolean {
  const runs = new Set(runsOf(source, length));
  return runsOf(answer, length).some((run) => runs.has(run));
}

function runsOf(text: string, length: number): string[] {
  const words = wordsOf(text);
  return words
    .slice(0, Math.max(0, words.length - length + 1))
    .map((_, at) => words.slice(at, at + length).join(' '));
}
