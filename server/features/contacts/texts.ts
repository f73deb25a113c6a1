import { enCount, ruCount, type Text } from '../../base/text.ts';

export const texts = {
  sourceExists: (name: string): Text => ({
    ru: `Источник «${name}» уже объявлен. Его заметку можно изменить: PATCH /sources/:id.`,
    en: `The source "${name}" is already declared. Its note can be changed: PATCH /sources/:id.`,
  }),
  noSource: {
    ru: 'Такого источника нет. Список: GET /sources.',
    en: 'There is no such source. The list: GET /sources.',
  },
  noContact: {
    ru: 'Такого контакта нет. Список: GET /contacts.',
    en: 'There is no such contact. The list: GET /contacts.',
  },
  identifierNeeded: {
    ru: 'Укажите telegram_id, username или phone: без них человека не узнать.',
    en: 'Give telegram_id, username or phone: without one of them a person cannot be known.',
  },
  taken: (kind: 'telegram_id' | 'username' | 'phone'): Text => ({
    ru: `Такой ${kind} уже у другого контакта. Если это один человек, отправьте оба идентификатора в POST /contacts: контакты объединятся.`,
    en: `Another contact has this ${kind}. If they are one person, give both identifiers to POST /contacts: the contacts become one.`,
  }),
  noTimeZone: (name: string): Text => ({
    ru: `Часового пояса «${name}» нет. Пример правильного: Europe/Moscow.`,
    en: `There is no time zone "${name}". A right one looks like Europe/Moscow.`,
  }),
  tooManyFields: (most: number): Text => ({
    ru: `У контакта может быть не больше ${ruCount(most, ['своего поля', 'своих полей', 'своих полей'])}.`,
    en: `A contact can have no more than ${enCount(most, 'custom field')}.`,
  }),
  tooManyTags: (most: number): Text => ({
    ru: `У одного из контактов стало бы больше ${ruCount(most, ['тега', 'тегов', 'тегов'])}. Уберите лишние.`,
    en: `One of the contacts would have more than ${enCount(most, 'tag')}. Take some off first.`,
  }),
  tagged: (n: number): Text => ({
    ru: `Теги изменены у ${ruCount(n, ['контакта', 'контактов', 'контактов'])}`,
    en: `The tags of ${enCount(n, 'contact')} are changed`,
  }),
  noAccount: (key: string): Text => ({
    ru: `Аккаунта ${key} нет. Список аккаунтов: GET /accounts.`,
    en: `There is no account ${key}. The list of accounts: GET /accounts.`,
  }),
  erased: {
    ru: 'Данные человека удалены. Если он в списке «не писать», хеши остались: писать ему не будут и впредь. Переписка в самом Telegram не затронута.',
    en: 'The person’s data is gone. If they were on the do-not-contact list, the hashes stay and nobody writes to them. What Telegram itself keeps is not touched.',
  },
};
