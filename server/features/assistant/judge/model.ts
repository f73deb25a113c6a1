import { readFileSync } from 'node:fs';
import { FEATURES, featuresOf } from './features.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { type Verdict, verdicts } from './verdict.ts';

/** A trained model as it lies in model.json. */
export type ModelFile = {
  russian: string;
  english: string;
  /** Of one step of the weights. */
  scale: number;
  bias: readonly number[];
  /** Base64 of FEATURES signed bytes for each verdict in turn. */
  weights: string;
};

export type Model = {
  lexicon: Lexicon;
  scale: number;
  bias: readonly number[];
  weights: Int8Array;
};

/** The model shipped beside this file. */
export function loadModel(): Model {
  const path = new URL('./model.json', import.meta.url);
  return openModel(JSON.parse(readFileSync(path, 'utf8')) as ModelFile);
}

export function openModel(file: ModelFile): Model {
  const bytes = Buffer.from(file.weights, 'base64');
  return {
    lexicon: createLexicon({
      russian: file.russian.split(' '),
      english: file.english.split(' '),
    }),
    scale: file.scale,
    bias: file.bias,
    weights: new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length),
  };
}

/** How likely each verdict is; together they are 1. */
export function weigh(model: Model, said: readonly string[]): Record<Verdict, number> {
  const features = featuresOf(said);
  const share = 1 / Math.sqrt(features.length);
  const scores = verdicts.map((_, v) => {
    let sum = 0;
    for (const feature of features) sum += model.weights[v * FEATURES + feature] ?? 0;
    return Math.exp(Math.min(50, (model.bias[v] ?? 0) + sum * model.scale * share));
  });
  const total = scores.reduce((sum, score) => sum + score, 0);
  const [refusal = 0, agreement = 0, question = 0, unclear = 0] = scores.map((s) => s / total);
  return { refusal, agreement, question, unclear };
}
