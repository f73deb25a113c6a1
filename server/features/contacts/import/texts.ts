import { enCount, ruCount, type Text } from '../../../base/text.ts';

export const texts = {
  nobodyNamed: {
    ru: 'В файле не найден столбец, по которому можно узнать человека: telegram_id, username или phone. Укажите его в mapping, например {"Контакт": "phone"}.',
    en: 'No column of the file tells who a person is: telegram_id, username or phone. Name it in mapping, such as {"Contact": "phone"}.',
  },
  noColumn: (name: string): Text => ({
    ru: `В файле нет столбца «${name}», названного в mapping. Укажите его заголовок или номер.`,
    en: `The file has no column "${name}" that mapping names. Give its header or its number.`,
  }),
  fieldTwice: (field: string): Text => ({
    ru: `Поле ${field} назначено двум столбцам. Оставьте один.`,
    en: `The field ${field} is given to two columns. Leave it to one.`,
  }),
  noIdentifier: {
    ru: 'Не указаны ни Telegram ID, ни имя пользователя, ни телефон.',
    en: 'There is no Telegram id, username or phone.',
  },
  badTelegramId: (value: string): Text => ({
    ru: `«${value}» не похоже на Telegram ID: это целое число, например 123456789.`,
    en: `"${value}" does not look like a Telegram id: a whole number such as 123456789.`,
  }),
  badPriority: (value: string): Text => ({
    ru: `Приоритет «${value}» не подходит: нужно число от 1 до 10.`,
    en: `The priority "${value}" will not do: a number from 1 to 10 is needed.`,
  }),
  badStatus: (value: string): Text => ({
    ru: `Статуса «${value}» нет. Есть pending, contacted, in_progress, completed, failed.`,
    en: `There is no status "${value}". There are pending, contacted, in_progress, completed, failed.`,
  }),
  badLanguage: (value: string): Text => ({
    ru: `Язык «${value}» не распознан. Нужен код из двух букв: ru, en.`,
    en: `The language "${value}" is not known. A code of two letters is needed: ru, en.`,
  }),
  badTimeZone: (value: string): Text => ({
    ru: `Часового пояса «${value}» нет. Пример правильного: Europe/Moscow.`,
    en: `There is no time zone "${value}". A right one looks like Europe/Moscow.`,
  }),
  badTags: {
    ru: 'Меток слишком много или одна из них слишком длинная: можно до 50 меток по 50 символов.',
    en: 'There are too many tags or one is too long: up to 50 tags of 50 characters.',
  },
  tooLong: (field: string, most: number): Text => ({
    ru: `Поле ${field} слишком длинное: можно до ${ruCount(most, ['символа', 'символов', 'символов'])}.`,
    en: `The field ${field} is too long: up to ${enCount(most, 'character')}.`,
  }),
  noSuchAccount: (value: string): Text => ({
    ru: `Аккаунта ${value} нет. Список аккаунтов: GET /accounts.`,
    en: `There is no account ${value}. The list of accounts: GET /accounts.`,
  }),
  unstorable: {
    ru: 'В строке есть символы, которые нельзя сохранить (половина символа Unicode).',
    en: 'The row has characters that cannot be stored (half of a Unicode character).',
  },
  multipartNeeded: {
    ru: 'Пришлите форму multipart/form-data с полем file и, если нужно, options (JSON).',
    en: 'Send a multipart/form-data form with the field file and, if needed, options (JSON).',
  },
  noFile: { ru: 'В форме нет файла (поле file).', en: 'The form has no file (field file).' },
  oneFile: { ru: 'Пришлите один файл.', en: 'Send one file.' },
  tooLarge: {
    ru: 'Файл слишком большой: можно до 512 МБ. Разделите его на части.',
    en: 'The file is too large: up to 512 MB. Split it into parts.',
  },
  empty: { ru: 'В файле нет ни одной строки с данными.', en: 'The file has no row with data.' },
  oldExcel: {
    ru: 'Это файл старого Excel (.xls) или книга под паролем. Сохраните её как .xlsx без пароля или как .csv.',
    en: 'This is a file of old Excel (.xls) or a workbook with a password. Save it as .xlsx without one, or as .csv.',
  },
  badOptions: (where: string): Text => ({
    ru: `Поле options не подходит: ${where}.`,
    en: `The field options will not do: ${where}.`,
  }),
  badJson: { ru: 'это не JSON', en: 'it is not JSON' },
  basisNeeded: (name: string): Text => ({
    ru: `Источник «${name}» ещё не объявлен. Укажите его основание: source.basis (opt_in, customer, inbound, contract или public_business).`,
    en: `The source "${name}" is not declared yet. Give its basis: source.basis (opt_in, customer, inbound, contract or public_business).`,
  }),
  title: (file: string, isDry: boolean): Text => ({
    ru: `${isDry ? 'Пробный импорт' : 'Импорт'} контактов из файла «${file}»`,
    en: `${isDry ? 'Dry run of the import' : 'Import'} of contacts from "${file}"`,
  }),
  notAnImport: {
    ru: 'Это задание — не импорт из файла.',
    en: 'This job is not an import of a file.',
  },
};
