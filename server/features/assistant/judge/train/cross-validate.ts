import { type Judgement, judgeWith } from '../judge-reply.ts';
import { openModel } from '../model.ts';
import { verdicts } from '../verdict.ts';
import type { LabelledReply } from './labelled-replies.ts';
import { trainModel } from './train-model.ts';

const PARTS = 4;

export type Judged = LabelledReply & { judged: Judgement };

/** Judges each training reply by a model that hasn't seen its quarter of the training files. */
export function crossValidate(
  russian: readonly LabelledReply[],
  english: readonly LabelledReply[],
): Judged[] {
  return Array.from({ length: PARTS }, (_, part) => {
    const isKept = (__: LabelledReply, i: number) => i % PARTS !== part;
    const model = openModel(trainModel(russian.filter(isKept), english.filter(isKept)));
    return [russian, english].flatMap((replies) =>
      replies
        .filter((_reply, i) => i % PARTS === part)
        .map((reply) => ({ ...reply, judged: judgeWith(model, reply.text) })),
    );
  }).flat();
}

/** The errors, one a line, and under them how often each verdict was taken for each. */
export function describeErrors(all: readonly Judged[]): string {
  const errors = all.filter(({ verdict, judged }) => verdict !== judged.verdict);
  const lines = errors.map(
    ({ verdict, judged, text }) => `${verdict} → ${judged.verdict} (${judged.cause}): ${text}`,
  );
  const table = verdicts.map((right) => {
    const counts = verdicts.map(
      (one) => all.filter((r) => r.verdict === right && r.judged.verdict === one).length,
    );
    return `${right.padEnd(10)}${counts.map((count) => String(count).padStart(10)).join('')}`;
  });
  const heading = `${' '.repeat(10)}${verdicts.map((one) => one.padStart(10)).join('')}`;
  return [...lines, '', heading, ...table].join('\n');
}
