/** Languages of the interface. */
export type Language = 'ru' | 'en';

/** One message for a person, in every language of the interface. */
export type Text = Readonly<Record<Language, string>>;

const plurals = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

/**
 * A number with its Russian noun in the right form.
 * @param forms for 1, 2 and 5 things: ['секунда', 'секунды', 'секунд']
 */
export function ruCount(n: number, forms: readonly [string, string, string]): string {
  const rule = plurals.ru.select(n);
  return `${n} ${rule === 'one' ? forms[0] : rule === 'few' ? forms[1] : forms[2]}`;
}

/** A number with its English noun: enCount(2, 'second') is '2 seconds'. */
export function enCount(n: number, one: string, many = `${one}s`): string {
  return `${n} ${plurals.en.select(n) === 'one' ? one : many}`;
}
