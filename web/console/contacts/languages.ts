import type { Language } from '../../shared/language.tsx';

/** Languages that people of our countries speak most; any other two letters can be typed. */
const common = ['ru', 'en', 'kk', 'uz', 'uk', 'be', 'ky', 'tg', 'hy', 'az', 'ka', 'tr', 'de', 'es'];

/** «русский (ru)» for choices; a code that is not among the common ones is added. */
export function languageChoices(language: Language, also?: string | null) {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const codes = also && !common.includes(also) ? [...common, also] : common;
  return codes.map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` }));
}
