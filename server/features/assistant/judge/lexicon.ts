import { roughSoundOf, soundOf, withoutRepeats } from './letters.ts';

/** The words the judge knows: to tell scripts and layouts apart, and to mend what is misspelled. */
export type Lexicon = {
  /** Words as they are written: most are, and needn't be listened to. */
  written: ReadonlySet<string>;
  /** Russian words by their sound. */
  russian: ReadonlyMap<string, string>;
  english: ReadonlySet<string>;
  /** What decides, by each of its spellings with one letter less. */
  keywords: ReadonlyMap<string, string>;
};

/**
 * Words on which a verdict hangs, so that a typing error in one of them must not change it. Short
 * ones are left out: too much else is one letter away.
 */
const keywords = `
  интересно интересует интересна интересны интересен актуально актуальна актуален нужно нужен нужна
  пишите писать звоните звонить беспокойте беспокоить тревожьте присылайте присылать отправляйте
  отписать отпишите удалите удали удалить уберите вычеркните исключите забудьте отключите
  прекратите прекрати перестаньте перестань хватит достали достало задолбали надоели надоело
  отстань отстаньте отвали отвалите отвяжитесь заблокирую заблокировал блокирую пожалуюсь
  жалоба жалобу мошенники отказываюсь откажусь спасибо заинтересован заинтересована подходит
  подойдет требуется планирую планируем рассматриваем нуждаюсь неинтересно неактуально
  interested uninterested unsubscribe remove message messaging texting contact number blocked
  blocking reported reporting relevant annoying scammer spammer delete thanks already decline
`
  .trim()
  .split(/\s+/);

/** Known for sure; many are one letter away from a keyword, and something else. */
const knownWords = `
  бесите бесишь бесит прочь брысь удивите
  нет неа нету надо стоп спам хватит бан блок удачи удача дела no nope nah stop spam
  отпишу отпишем пишете писали писал пишут звоним звонили звонил интересы удалил удалили удалось
  хватил хватило достал достала remote removed contract contacts contacted messages messaged
  thank ready interest interests interesting отписал подписать
`
  .trim()
  .split(/\s+/);

/** @param words  of each language, the more frequent ones first */
export function createLexicon(words: {
  russian: readonly string[];
  english: readonly string[];
}): Lexicon {
  const russian = new Map<string, string>();
  const english = new Set(
    [...words.english, ...knownWords, ...keywords].filter(isLatin).map(withoutRepeats),
  );
  for (const word of [...words.russian, ...knownWords, ...keywords]) {
    if (isLatin(word)) continue;
    const sound = soundOf(word);
    if (!russian.has(sound)) russian.set(sound, withoutRepeats(word));
  }
  const spellings = new Map<string, string>();
  for (const word of keywords.map(withoutRepeats)) {
    for (const spelling of spellingsOf(roughSoundOf(word))) {
      if (!spellings.has(spelling)) spellings.set(spelling, word);
    }
  }
  const written = new Set([...russian.values(), ...english]);
  return { written, russian, english, keywords: spellings };
}

/** Is it a word of the language, however it is spelled? */
export function isKnown(lexicon: Lexicon, word: string): boolean {
  if (lexicon.written.has(word)) return true;
  return isLatin(word) ? lexicon.english.has(word) : lexicon.russian.has(soundOf(word));
}

/** The keyword that a misspelled word stands for; the word itself when it is known or is none. */
export function mendWord(lexicon: Lexicon, word: string): string {
  if (word.length < 5 || word.length > 20 || isKnown(lexicon, word)) return word;
  const sound = roughSoundOf(word);
  for (const spelling of spellingsOf(sound)) {
    const keyword = lexicon.keywords.get(spelling);
    if (keyword && roughSoundOf(keyword.slice(0, 1)) === sound[0]) return keyword;
  }
  return word;
}

/** What is often written in one word with «не»: нинада, нехачу. */
const denied = new Map(
  ['надо', 'нужно', 'нужен', 'нужна', 'хочу', 'хотим', 'пиши', 'пишите', 'звони', 'буду', 'будем']
    .concat(['интересно', 'актуально', 'звоните', 'интересует', 'подходит'])
    .map((word) => [roughSoundOf(word), word]),
);

/** The word after a «не» that isn't apart from it. */
export function mendDenied(word: string): string | undefined {
  return denied.get(roughSoundOf(word));
}

/** Two words are at most one letter apart when they share one of these; short ones must be equal. */
function spellingsOf(word: string): string[] {
  const all = [word];
  if (word.length < 6) return all;
  for (let i = 0; i < word.length; i++) all.push(word.slice(0, i) + word.slice(i + 1));
  return all;
}

function isLatin(word: string): boolean {
  return /^[a-z]/.test(word);
}
