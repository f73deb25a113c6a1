import { agreeingPhrases, neutralPhrases } from './harmless-phrases.ts';
import { createPhraseBook, replacePhrases } from './phrase-book.ts';

const agreeing = createPhraseBook(agreeingPhrases);
const neutral = createPhraseBook(neutralPhrases);

/**
 * Puts a word in place of each phrase that looks like a no and isn't one («не против», "no rush"),
 * so that neither the rules nor the model take it for one.
 */
export function markHarmless(said: readonly string[]): readonly string[] {
  return replacePhrases(neutral, replacePhrases(agreeing, said, '_yes'), '_some');
}
