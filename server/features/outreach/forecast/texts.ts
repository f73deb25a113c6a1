import { enCount, ruCount, type Text } from '../../../base/text.ts';

const people = (n: number) => ruCount(n, ['человеку', 'людям', 'людям']);

const dayIn = (locale: string, day: string) =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });

export const texts = {
  nobody: {
    ru: 'Писать некому. Почему, показано в left_out.',
    en: 'There is nobody to write to. left_out shows why.',
  },
  nothingLeaves: {
    ru: 'Ни одно сообщение не уйдёт: у аккаунтов кампании нет ни одного дня, когда они могут начать диалог.',
    en: 'Not one message will leave: there is no day on which the accounts may begin a dialog.',
  },
  /** @param last YYYY-MM-DD */
  fits: (n: number, days: number, last: string): Text => ({
    ru: `Первые сообщения ${people(n)} уйдут за ${ruCount(days, ['день', 'дня', 'дней'])} с отправками, последнее ${dayIn('ru', last).replace(/ г\.$/, ' года')}. Это если никто не ответит и Telegram не помешает.`,
    en: `First messages to ${enCount(n, 'person', 'people')} leave within ${enCount(days, 'day')} of sending, the last one on ${dayIn('en-GB', last)}: if nobody answers and Telegram does not get in the way.`,
  }),
  tooLong: (reached: number, all: number): Text => ({
    ru: `За год очередь дойдёт до ${reached} из ${all}. Добавьте аккаунтов или поднимите лимиты.`,
    en: `Within a year the turn of ${reached} out of ${all} will come. Add accounts or raise the limits.`,
  }),
};
