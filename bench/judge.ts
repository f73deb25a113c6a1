import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { judgeReply, warmUpJudge } from '../server/features/assistant/judge/judge-reply.ts';
import { readLabelledReplies } from '../server/features/assistant/judge/train/labelled-replies.ts';
import { type Bench, percentile, type Result, round } from './support/bench.ts';

const CALLS = 100_000;
const BAR_MS = 1;
/** As long as a message in Telegram can be. */
const LONGEST = 4_096;

/**
 * How long the offline judge takes for one reply: the test set over and over, each reply timed by
 * itself, the garbage collected before every round. `ours` is the mean in milliseconds, `peer` the
 * bar; the 99th percentile and the longest message Telegram allows must stay under it too, and the
 * first reply after the start (which reads the model and warms up, told apart). The worst of all is told and not judged: the
 * machine's other work and the collector's own pauses are in it.
 */
export async function judge(bench: Bench): Promise<Result> {
  const replies = [...readLabelledReplies('test.ru'), ...readLabelledReplies('test.en')];
  const texts = replies.map(({ text }) => text);
  const startedAt = performance.now();
  warmUpJudge();
  const warmUp = performance.now() - startedAt;
  const first = time(texts[0] ?? '');
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const rounds = Math.ceil(CALLS / texts.length);
  bench.say(`${texts.length} replies, ${rounds} rounds`);
  const long = texts.join('. ').slice(0, LONGEST);
  const times: number[] = [];
  const longTimes: number[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    collectGarbage();
    for (const text of texts) times.push(time(text));
    longTimes.push(time(long));
  }
  const longest = percentile(longTimes, 0.5);
  const mean = times.reduce((sum, each) => sum + each, 0) / times.length;
  const p99 = percentile(times, 0.99);
  return {
    ours: fine(mean),
    peer: BAR_MS,
    unit: 'ms',
    passed: mean < BAR_MS && p99 < BAR_MS && longest < BAR_MS && first < BAR_MS,
    details: {
      warmUp: fine(warmUp),
      first: fine(first),
      p99: fine(p99),
      worst: fine(percentile(times, 1)),
      longest: fine(longest),
      perSecond: round(1_000 / mean),
    },
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
