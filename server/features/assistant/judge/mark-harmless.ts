import { agreeingPhrases, neutralPhrases } from './harmless-phrases.ts';
import { anyPhrase, markFillers, unmarkFillers } from './phrase-pattern.ts';

const agreeing = anyPhrase(agreeingPhrases);
const neutral = anyPhrase(neutralPhrases);

/**
 * Puts a word in place of each phrase that looks like a no and isn't one («не против», "no rush"),
 * so that neither the rules nor the model take it for one.
 */
export function markHarmless(said: string): string {
  const marked = markFillers(said).replace(agreeing, '_yes ').replace(neutral, '_some ');
  return unmarkFillers(marked);
}
