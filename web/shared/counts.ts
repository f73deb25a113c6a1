import type { Language } from './language.tsx';

const plurals = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };
const numbers = { ru: new Intl.NumberFormat('ru'), en: new Intl.NumberFormat('en') };

/** 12 345 in Russian, 12,345 in English. */
export function formatNumber(n: number, language: Language): string {
  return numbers[language].format(n);
}

/** 0.1234 → «12,3 %» or "12.3%"; a dash when there is nothing to share. */
export function formatShare(part: number, whole: number, language: Language): string {
  if (whole === 0) return '—';
  const digits = { style: 'percent', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, digits).format(part / whole);
}

/**
 * A number with its Russian noun in the right form.
 * @param forms for 1, 2 and 5 things: ['контакт', 'контакта', 'контактов']
 */
export function ruCount(n: number, forms: readonly [string, string, string]): string {
  const rule = plurals.ru.select(n);
  const noun = rule === 'one' ? forms[0] : rule === 'few' ? forms[1] : forms[2];
  return `${numbers.ru.format(n)} ${noun}`;
}

/** A number with its English noun: enCount(2, 'contact') is '2 contacts'. */
export function enCount(n: number, one: string, many = `${one}s`): string {
  return `${numbers.en.format(n)} ${plurals.en.select(n) === 'one' ? one : many}`;
}

/** 0.123 → «12,3 %»; a dash where there is nothing to share. */
export function formatShareOf(share: number | null, language: Language): string {
  return share === null ? '—' : formatShare(share, 1, language);
}
