import type { Text } from '../../../base/text.ts';

export const texts = {
  isFilter: (name: string): Text => ({
    ru: `Аудитория «${name}» — это фильтр, людей в неё не добавляют. Укажите список или новое имя.`,
    en: `The audience "${name}" is a filter, nobody is put on it. Name a list, or a new one.`,
  }),
};
