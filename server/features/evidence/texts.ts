import type { Text } from '../../base/text.ts';
import type { ConsentBasis } from '../contacts/tables.ts';

export const texts = {
  contactNotFound: { ru: 'Такого контакта нет.', en: 'There is no such contact.' },
  stopped: {
    ru: 'Писать нельзя: человек просил ему не писать.',
    en: 'Nobody may write: the person asked not to be written to.',
  },
  noBasis: {
    ru: 'Писать первым нельзя: нет согласия с указанным источником. Отвечать на сообщения человека можно.',
    en: 'Nobody may write first: there is no consent with a recorded source. The person may be answered.',
  },
  mayWrite: (basis: Text): Text => ({
    ru: `Писать можно. ${basis.ru}`,
    en: `The person may be written to. ${basis.en}`,
  }),
};

/** What a consent stands on. */
export const basisTexts: Record<ConsentBasis, Text> = {
  opt_in: { ru: 'Человек сам согласился на сообщения.', en: 'The person agreed to get messages.' },
  customer: { ru: 'Человек — клиент команды.', en: 'The person is a customer of the team.' },
  inbound: { ru: 'Человек написал первым.', en: 'The person wrote first.' },
  contract: { ru: 'С человеком есть договор.', en: 'There is a contract with the person.' },
  public_business: {
    ru: 'Это публичный рабочий контакт.',
    en: 'It is a public contact of a business.',
  },
};

/** What happened to a contact. A type without words of its own stands for itself. */
export const historyTexts: Record<string, Text> = {
  'contact.opted_in': { ru: 'Согласился на сообщения', en: 'Agreed to get messages' },
  'contact.opted_out': { ru: 'Попросил не писать', en: 'Asked not to be written to' },
  'contact.opt_out_corrected': { ru: 'Запрет писать снят', en: 'The stop was lifted' },
  'contact.merged': {
    ru: 'Оказался одним человеком с другим контактом',
    en: 'Turned out to be one person with another contact',
  },
};
