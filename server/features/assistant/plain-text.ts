/** Latin letters that stand in for Cyrillic ones they look like. */
const LOOK_ALIKES: Record<string, string> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
};

/**
 * A text as patterns are looked for in it: one case, one space, ё as е, and none of what hides a
 * word from a pattern and not from a reader: invisible characters, Latin letters inside Cyrillic
 * words, letters set apart («и г н о р»).
 */
export function plainText(text: string): string {
  return joinSpacedLetters(
    text
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[a-zа-я]+/g, withoutLookAlikes)
      .replace(/[\u2018\u2019\u02bc`]/g, "'")
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

function withoutLookAlikes(word: string): string {
  if (!/[а-я]/.test(word) || !/[a-z]/.test(word)) return word;
  const swapped = word.replace(/[a-z]/g, (letter) => LOOK_ALIKES[letter] ?? letter);
  return /[a-z]/.test(swapped) ? word : swapped;
}

function joinSpacedLetters(text: string): string {
  return text.replace(/(?<!\p{L})(?:\p{L}[ ._*-]){4,}\p{L}(?!\p{L})/gu, (run) =>
    run.replace(/[ ._*-]/g, ''),
  );
}

/** The words of a text, in order, as `plainText` writes them. */
export function wordsOf(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
