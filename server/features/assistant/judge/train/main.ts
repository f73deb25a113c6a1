import { writeFileSync } from 'node:fs';
import { readLabelledReplies } from './labelled-replies.ts';
import { trainModel } from './train-model.ts';

// Trains the judge's model anew from replies/training.*.txt: npm run train-judge

const model = trainModel(readLabelledReplies('training.ru'), readLabelledReplies('training.en'));
const path = new URL('../model.json', import.meta.url);
writeFileSync(path, `${JSON.stringify(model)}\n`);
