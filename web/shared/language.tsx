import { createContext, type ReactNode, use, useEffect, useState } from 'react';

export type Language = 'ru' | 'en';

/** The words of one room in both languages: `en` has to say everything that `ru` says. */
export type Texts<T> = Readonly<Record<Language, T>>;

/** Keeps the two languages of a catalogue alike: a text that one of them lacks is a type error. */
export function defineTexts<T>(ru: T, en: NoInfer<T>): Texts<T> {
  return { ru, en };
}

type LanguageChoice = { language: Language; setLanguage: (language: Language) => void };

const LanguageContext = createContext<LanguageChoice | undefined>(undefined);

const KEPT_AS = 'vestnik-language';

/** The language chosen in this browser, or the browser's own. */
export function keptLanguage(): Language {
  const kept = localStorage.getItem(KEPT_AS);
  if (kept === 'ru' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('ru') ? 'ru' : 'en';
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(keptLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choice = {
    language,
    setLanguage: (chosen: Language) => {
      localStorage.setItem(KEPT_AS, chosen);
      setLanguage(chosen);
    },
  };
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

/** The language of the interface and the way to change it. */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (!choice) throw new Error('LanguageProvider is missing');
  return choice;
}

/** The words of a room in the language of the interface. */
export function useTexts<T>(texts: Texts<T>): T {
  return texts[useLanguage().language];
}
