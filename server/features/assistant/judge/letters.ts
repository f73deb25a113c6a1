// How the same word can be typed: look-alike letters of the other script, Russian in Latin letters,
// the wrong keyboard layout, spelled by ear.

const lookAlikes: Readonly<Record<string, string>> = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  r: 'г',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
  i: 'і',
};
const latinOf = new Map(Object.entries(lookAlikes).map(([latin, russian]) => [russian, latin]));
const capitals = /^[abcehkmoptxy]+$/;

const digitLetters: Readonly<Record<string, readonly [latin: string, russian: string]>> = {
  '0': ['o', 'о'],
  '1': ['i', 'и'],
  '3': ['e', 'е'],
  '4': ['a', 'ч'],
  '6': ['b', 'б'],
  '@': ['a', 'а'],
  $: ['s', 'с'],
};

/** Letters of two scripts in one word are read as the script of most of them. */
export function inOneScript(word: string): string {
  if (/^(?:[а-яё]+|[a-z]+)$/.test(word)) return word;
  const latin = word.match(/[a-z]/g)?.length ?? 0;
  const russian = word.match(/[а-яё]/g)?.length ?? 0;
  if (latin === 0 && russian === 0) return word;
  const onlyRussian = /[бгджзийлпфцчшщъыьэюя]/.test(word);
  const onlyLatin = /[dfgijlqsvwz]/.test(word);
  const isRussian = onlyRussian === onlyLatin ? russian >= latin : onlyRussian;
  let read = '';
  for (const letter of word) {
    const digit = digitLetters[letter];
    if (digit) read += digit[isRussian ? 1 : 0];
    else if (isRussian) read += lookAlikes[letter] ?? letter;
    else read += latinOf.get(letter) ?? letter;
  }
  return read;
}

/** A word of which all capitals look the same in both scripts, as Russian: HET → нет. */
export function capitalsAsRussian(word: string): string | undefined {
  if (!capitals.test(word)) return undefined;
  return [...word].map((letter) => lookAlikes[letter] ?? letter).join('');
}

const latinKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const russianKeys = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const toRussianKey = new Map([...latinKeys].map((key, i) => [key, russianKeys[i] ?? key]));
const toLatinKey = new Map([...russianKeys].map((key, i) => [key, latinKeys[i] ?? key]));

/** What the same keys give on the Russian layout: yt yflj → не надо. */
export function onRussianLayout(text: string): string {
  return [...text.toLowerCase()].map((key) => toRussianKey.get(key) ?? key).join('');
}

/** What the same keys give on the Latin layout: ыещз → stop. */
export function onLatinLayout(text: string): string {
  return [...text.toLowerCase()].map((key) => toLatinKey.get(key) ?? key).join('');
}

const romanised: Readonly<Record<string, string>> = {
  shch: 'щ',
  sch: 'щ',
  zh: 'ж',
  kh: 'х',
  ts: 'ц',
  ch: 'ч',
  sh: 'ш',
  yu: 'ю',
  ju: 'ю',
  iu: 'ю',
  ya: 'я',
  ja: 'я',
  ia: 'я',
  yo: 'е',
  jo: 'е',
  ye: 'е',
  a: 'а',
  b: 'б',
  c: 'ц',
  d: 'д',
  e: 'е',
  f: 'ф',
  g: 'г',
  h: 'х',
  i: 'и',
  j: 'ж',
  k: 'к',
  l: 'л',
  m: 'м',
  n: 'н',
  o: 'о',
  p: 'п',
  q: 'к',
  r: 'р',
  s: 'с',
  t: 'т',
  u: 'у',
  v: 'в',
  w: 'в',
  x: 'х',
  y: 'и',
  z: 'з',
  '4': 'ч',
  '6': 'ш',
};

/** Russian written in Latin letters: pishite → пишите (roughly: compare by `soundOf`). */
export function romanisedAsRussian(word: string): string {
  let read = '';
  for (let at = 0; at < word.length; ) {
    const length = [4, 3, 2, 1].find((n) => Object.hasOwn(romanised, word.slice(at, at + n))) ?? 1;
    const part = word.slice(at, at + length);
    read += romanised[part] ?? part;
    at += length;
  }
  return read;
}

const alike: Readonly<Record<string, string>> = {
  ь: '',
  ъ: '',
  ы: 'и',
  й: 'и',
  і: 'и',
  щ: 'ш',
  э: 'е',
  ё: 'е',
};

/** Equal for spellings that differ only in what a romanisation cannot tell apart. */
export function soundOf(word: string): string {
  let sound = '';
  let last = '';
  for (const letter of word) {
    const heard = alike[letter] ?? letter;
    if (heard === '' || heard === last) continue;
    sound += heard;
    last = heard;
  }
  return sound;
}

const byEar: Readonly<Record<string, string>> = {
  о: 'а',
  е: 'и',
  э: 'и',
  я: 'и',
  ю: 'у',
  д: 'т',
  з: 'с',
  б: 'п',
  г: 'к',
  в: 'ф',
  ж: 'ш',
};

/** Equal for words that are easily mistaken for each other by ear; for typing errors, too. */
export function roughSoundOf(word: string): string {
  let sound = '';
  for (const letter of soundOf(word)) sound += byEar[letter] ?? letter;
  return withoutRepeats(sound);
}

/** нееет → нет, stooop → stop. The lexicons are read in the same way, so nothing is lost. */
export function withoutRepeats(word: string): string {
  for (let i = 1; i < word.length; i++) {
    // The expression is slow, and most words repeat nothing.
    if (word[i] === word[i - 1]) return word.replace(/(\p{L})\1+/gu, '$1');
  }
  return word;
}
