import { FEATURES, featuresOf } from '../features.ts';
import { withoutRepeats } from '../letters.ts';
import { createLexicon } from '../lexicon.ts';
import type { ModelFile } from '../model.ts';
import { readReply } from '../read-reply.ts';
import { verdicts } from '../verdict.ts';
import { addVariants } from './add-variants.ts';
import type { LabelledReply } from './labelled-replies.ts';
import { createRandom, type Random } from './random.ts';

const ROUNDS = 8;
const RATE = 0.5;
const DECAY = 1e-5;
/** How much an example of each verdict counts: what says nothing familiar should come out unclear. */
const IMPORTANCE = { refusal: 0.6, agreement: 1, question: 1, unclear: 1.3 };
/** A word must be seen so often to count as known: once may be a typing error. */
const KNOWN_FROM = 2;

/** Logistic regression by stochastic gradient descent; the same replies always give the same model. */
export function trainModel(
  russian: readonly LabelledReply[],
  english: readonly LabelledReply[],
): ModelFile {
  const random = createRandom(20_261);
  const words = {
    russian: commonWords(russian, /^[а-я]/),
    english: commonWords(english, /^[a-z]/),
  };
  const lexicon = createLexicon(words);
  const examples = addVariants(random, [...russian, ...english]).map(({ text, verdict }) => ({
    features: featuresOf(readReply(lexicon, text).said),
    right: verdicts.indexOf(verdict),
    importance: IMPORTANCE[verdict],
  }));
  const weights = new Float64Array(FEATURES * verdicts.length);
  const squares = new Float64Array(FEATURES * verdicts.length).fill(1e-2);
  const bias = verdicts.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    shuffle(random, examples);
    for (const example of examples) learn(example, weights, squares, bias);
  }
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  return {
    russian: words.russian.join(' '),
    english: words.english.join(' '),
    scale,
    bias: bias.map((each) => Math.round(each * 1e4) / 1e4),
    weights: Buffer.from(bytes.buffer).toString('base64'),
  };
}

type Example = { features: number[]; right: number; importance: number };

function learn(
  { features, right, importance }: Example,
  weights: Float64Array,
  squares: Float64Array,
  bias: number[],
): void {
  const share = 1 / Math.sqrt(features.length);
  const scores = bias.map((each, v) => {
    let sum = 0;
    for (const feature of features) sum += weights[v * FEATURES + feature] ?? 0;
    return Math.exp(each + sum * share);
  });
  const total = scores.reduce((sum, score) => sum + score, 0);
  for (const [v, score] of scores.entries()) {
    const error = importance * (score / total - (v === right ? 1 : 0));
    bias[v] = (bias[v] ?? 0) - 0.005 * error;
    for (const feature of features) {
      const at = v * FEATURES + feature;
      const weight = weights[at] ?? 0;
      const slope = error * share + DECAY * weight;
      const square = (squares[at] ?? 0) + slope * slope;
      squares[at] = square;
      weights[at] = weight - (RATE * slope) / Math.sqrt(square);
    }
  }
}

function commonWords(replies: readonly LabelledReply[], script: RegExp): string[] {
  const counts = new Map<string, number>();
  for (const { text } of replies) {
    const words =
      text
        .toLowerCase()
        .replaceAll('ё', 'е')
        .replace(/['’]/g, '')
        .match(/\p{L}+/gu) ?? [];
    for (const word of words.map(withoutRepeats)) {
      if (script.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts]
    .filter(([, count]) => count >= KNOWN_FROM)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([word]) => word);
}

function shuffle<T>(random: Random, list: T[]): void {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
}
