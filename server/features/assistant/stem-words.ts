import { newStemmer } from 'snowball-stemmers';
import { wordsOf } from './plain-text.ts';

const russian = newStemmer('russian');
const english = newStemmer('english');

/** The stems of a text's words, in order: «скидками» and «скидка» are one. */
export function stemsOf(text: string): string[] {
  return wordsOf(text).map((word) =>
    /[а-я]/.test(word) ? russian.stem(word) : english.stem(word),
  );
}
