import { writeFileSync } from 'node:fs';
import { crossValidate, describeErrors } from './cross-validate.ts';
import { readLabelledReplies } from './labelled-replies.ts';
import { trainModel } from './train-model.ts';

// Trains the judge's model anew from replies/training.*.txt:
//   npm run train-judge
// Only shows which of them a model would get wrong that hasn't seen them:
//   npm run train-judge -- cross-validate

const russian = readLabelledReplies('training.ru');
const english = readLabelledReplies('training.en');
if (process.argv[2] === 'cross-validate') {
  process.stdout.write(`${describeErrors(crossValidate(russian, english))}\n`);
} else {
  const path = new URL('../model.json', import.meta.url);
  writeFileSync(path, `${JSON.stringify(trainModel(russian, english))}\n`);
}
