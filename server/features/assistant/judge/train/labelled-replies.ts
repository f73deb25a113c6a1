import { readFileSync } from 'node:fs';
import { type Verdict, verdicts } from '../verdict.ts';

export type LabelledReply = { text: string; verdict: Verdict };

/**
 * Replies with the verdict a person would give. In the file each stands on a line of its own
 * (a line break in it is written \n) under the heading of its verdict: `## refusal`.
 * @param name  of a file in ../replies/, without its ending
 */
export function readLabelledReplies(name: string): LabelledReply[] {
  const replies: LabelledReply[] = [];
  let verdict: Verdict | undefined;
  const file = readFileSync(new URL(`../replies/${name}.txt`, import.meta.url), 'utf8');
  for (const line of file.split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    if (heading !== undefined) verdict = verdicts.find((one) => one === heading);
    else if (line !== '' && verdict) replies.push({ text: line.replaceAll('\\n', '\n'), verdict });
  }
  return replies;
}
