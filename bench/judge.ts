import { judgeReply } from '../server/features/assistant/judge/judge-reply.ts';
import { readLabelledReplies } from '../server/features/assistant/judge/train/labelled-replies.ts';
import { type Bench, percentile, type Result, round } from './support/bench.ts';

const ROUNDS = 20;
const BAR_MS = 1;
/** As long as a message in Telegram can be. */
const LONGEST = 4_096;

/**
 * How long the offline judge takes for one reply: every reply of the test set, twenty times over,
 * each timed by itself after a first round that isn't. `ours` is the mean in milliseconds, `peer`
 * the bar; the 99th percentile and the longest message Telegram allows must stay under it too.
 */
export async function judge(bench: Bench): Promise<Result> {
  const replies = [...readLabelledReplies('test.ru'), ...readLabelledReplies('test.en')];
  const texts = replies.map(({ text }) => text);
  for (const text of texts) judgeReply(text);
  bench.say(`${texts.length} replies, ${ROUNDS} rounds`);
  const times = Array.from({ length: ROUNDS }, () => texts.map(time)).flat();
  const long = texts.join('. ').slice(0, LONGEST);
  const longest = percentile(
    Array.from({ length: 200 }, () => time(long)),
    0.5,
  );
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  const p99 = percentile(times, 0.99);
  return {
    ours: fine(mean),
    peer: BAR_MS,
    unit: 'ms',
    passed: mean < BAR_MS && p99 < BAR_MS,
    details: { p99: fine(p99), longest: fine(longest), perSecond: round(1_000 / mean) },
  };
}

function time(text: string): number {
  const startedAt = performance.now();
  judgeReply(text);
  return performance.now() - startedAt;
}

function fine(milliseconds: number): number {
  return Math.round(milliseconds * 10_000) / 10_000;
}
