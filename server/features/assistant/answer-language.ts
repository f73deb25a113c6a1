export type Script = 'cyrillic' | 'latin';

/** In what an answer must be written. */
export type AnswerLanguage = {
  /** As the model is told. */
  say: string;
  /** The letters that fit; several when the talk goes on in both. */
  scripts: readonly Script[];
};

/** Fewer letters than these tell nothing of a language: «ok», a name. */
const TELLING_LETTERS = 3;

/**
 * What an answer must be written in: as the role says or, on `auto`, as the person writes. What
 * they wrote last counts; where it tells nothing, their Telegram's language and then ours.
 */
export function answerLanguage(
  roleLanguage: 'auto' | 'ru' | 'en',
  talk: {
    fromPerson: string;
    fromUs: string;
    contactLanguage: string | null;
    workspaceLanguage: 'ru' | 'en';
  },
): AnswerLanguage {
  if (roleLanguage === 'ru') return { say: 'Russian', scripts: ['cyrillic'] };
  if (roleLanguage === 'en') return { say: 'English', scripts: ['latin'] };
  const written = scriptOf(talk.fromPerson);
  const ours = scriptOf(talk.fromUs);
  if (!written) {
    const isRussian = (talk.contactLanguage ?? talk.workspaceLanguage).startsWith('ru');
    return isRussian
      ? { say: 'Russian', scripts: ['cyrillic'] }
      : { say: 'the language of the conversation', scripts: ['latin'] };
  }
  // Russian in Latin letters may well be answered in Russian, if that is what we wrote before.
  const scripts = ours && ours !== written ? [written, ours] : [written];
  return { say: 'the language in which the person writes', scripts };
}

/** Whether a text is written in letters that fit. Names and brands may stand in others. */
export function fitsLanguage(answer: string, { scripts }: AnswerLanguage): boolean {
  const { cyrillic, latin, other } = countLetters(answer);
  const all = cyrillic + latin + other;
  if (all === 0) return true;
  if (other / all > 0.05) return false;
  return scripts.some((script) =>
    script === 'cyrillic' ? cyrillic / all >= 0.3 : latin / all >= 0.6,
  );
}

function scriptOf(text: string): Script | undefined {
  // An address or a name of a product is no language.
  const { cyrillic, latin } = countLetters(text.replace(/\S+[./@]\S+/g, ' '));
  if (cyrillic + latin < TELLING_LETTERS) return undefined;
  return cyrillic >= latin / 2 ? 'cyrillic' : 'latin';
}

function countLetters(text: string) {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  const cyrillic = count(/\p{Script=Cyrillic}/gu);
  const latin = count(/\p{Script=Latin}/gu);
  return { cyrillic, latin, other: count(/\p{L}/gu) - cyrillic - latin };
}
