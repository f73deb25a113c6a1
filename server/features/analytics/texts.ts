import type { Text } from '../../base/text.ts';
import type { RefusalCause } from './fact.ts';

export const texts = {
  wrongOrder: {
    ru: 'Первый день периода (from) стоит после последнего (to). Поменяйте их местами.',
    en: 'The first day of the period (from) comes after the last one (to). Swap them.',
  },
  tooLong: (days: number): Text => ({
    ru: `Период длиннее ${days} дней. Выберите короче.`,
    en: `The period is longer than ${days} days. Choose a shorter one.`,
  }),
  noSource: { ru: 'Такого источника нет.', en: 'There is no such source.' },
  withoutSource: { ru: 'Без источника', en: 'Without a source' },
};

export const causeTexts: Record<RefusalCause, Text> = {
  rule: { ru: 'Ответ человека: сработало правило', en: 'The reply: a rule saw it' },
  model: { ru: 'Ответ человека: распознала модель', en: 'The reply: the model saw it' },
  language_model: {
    ru: 'Ответ человека: распознала языковая модель',
    en: 'The reply: the language model saw it',
  },
  operator: { ru: 'Внёс оператор', en: 'An operator entered it' },
  api: { ru: 'Внесено через API', en: 'Entered over the API' },
  import: { ru: 'Из загруженного файла', en: 'From an imported file' },
  other: {
    ru: 'Другое: например, человек был в списке под другим именем',
    en: 'Something else: the person was on the list under another name, say',
  },
};

/** The headings of the files, by the names of the columns. */
export const headings: Record<string, Text> = {
  kind: { ru: 'Вид', en: 'Kind' },
  stage: { ru: 'Этап', en: 'Stage' },
  variant: { ru: 'Вариант', en: 'Variant' },
  at: { ru: 'Время', en: 'Time' },
  account_id: { ru: 'Аккаунт', en: 'Account' },
  name: { ru: 'Название', en: 'Name' },
  status: { ru: 'Статус', en: 'Status' },
  sent: { ru: 'Отправлено', en: 'Sent' },
  first: { ru: 'Новым людям', en: 'To new people' },
  failed: { ru: 'Не отправлено', en: 'Failed' },
  errors: { ru: 'Ошибки', en: 'Errors' },
  floods: { ru: 'Ограничения Telegram', en: 'Floods' },
  replies: { ru: 'Сообщений от людей', en: 'Replies' },
  replied: { ru: 'Ответили', en: 'Replied' },
  agreed: { ru: 'Согласились', en: 'Agreed' },
  refused: { ru: 'Отказались', en: 'Refused' },
  refusals: { ru: 'Отказы', en: 'Refusals' },
  converted: { ru: 'Дошли до цели', en: 'Converted' },
  replied_share: { ru: 'Доля ответивших', en: 'Share of replies' },
  agreed_share: { ru: 'Доля согласившихся', en: 'Share of agreements' },
  refused_share: { ru: 'Доля отказавшихся', en: 'Share of refusals' },
  converted_share: { ru: 'Доля дошедших до цели', en: 'Share of conversions' },
  days_in_status: { ru: 'Дней в статусах', en: 'Days in statuses' },
  source_id: { ru: 'Номер источника', en: 'Source id' },
  people: { ru: 'Людей в источнике', en: 'People in the source' },
  written_to: { ru: 'Написали людям', en: 'People written to' },
  cause: { ru: 'Причина', en: 'Cause' },
  text: { ru: 'Пояснение', en: 'Explanation' },
  share: { ru: 'Доля', en: 'Share' },
};
