import type { Text } from '../../base/text.ts';

export const texts = {
  sourceExists: (name: string): Text => ({
    ru: `Источник «${name}» уже объявлен. Его заметку можно изменить: PATCH /sources/:id.`,
    en: `The source "${name}" is already declared. Its note can be changed: PATCH /sources/:id.`,
  }),
  noSource: {
    ru: 'Такого источника нет. Список: GET /sources.',
    en: 'There is no such source. The list: GET /sources.',
  },
};
