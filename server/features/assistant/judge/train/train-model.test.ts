import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readLabelledReplies } from './labelled-replies.ts';
import { trainModel } from './train-model.ts';

test('the shipped model is what the training files give (npm run train-judge)', () => {
  const trained = trainModel(
    readLabelledReplies('training.ru'),
    readLabelledReplies('training.en'),
  );
  const shipped = readFileSync(new URL('../model.json', import.meta.url), 'utf8');
  expect(shipped === `${JSON.stringify(trained)}\n`).toBe(true);
});

test('the shipped model is smaller than half a megabyte', () => {
  const shipped = readFileSync(new URL('../model.json', import.meta.url));
  expect(shipped.length).toBeLessThan(500_000);
});
