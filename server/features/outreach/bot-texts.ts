import { enCount, ruCount, type Text } from '../../base/text.ts';

/** What the workspace's bot says about campaigns. */
export const botTexts = {
  aboutPause: { ru: 'Поставить кампании на паузу', en: 'Pause the campaigns' },
  aboutResume: { ru: 'Продолжить кампанию', en: 'Resume a campaign' },
  pausedByBot: { ru: 'Пауза из Telegram', en: 'Paused from Telegram' },
  paused: { ru: 'На паузе, больше ничего не уходит:', en: 'Paused, nothing leaves any more:' },
  resumed: { ru: 'Продолжаем:', en: 'Going on:' },
  nothingRuns: { ru: 'Сейчас ни одна кампания не идёт.', en: 'No campaign is running now.' },
  nothingPaused: { ru: 'На паузе ничего нет.', en: 'Nothing is paused.' },
  whichToResume: {
    ru: 'Какую продолжить? Напишите её номер: /resume 3',
    en: 'Which one shall go on? Write its number: /resume 3',
  },
  numberNeeded: {
    ru: 'Нужен номер кампании: /pause 3 или /resume 3.',
    en: 'A campaign’s number is needed: /pause 3 or /resume 3.',
  },
  undecided: (n: number): Text => ({
    ru: `Про ${ruCount(n, ['сообщение', 'сообщения', 'сообщений'])} пока не известно, дошло ли: ушло до паузы.`,
    en: `Of ${enCount(n, 'message')} it is not known yet whether it arrived: it left before the pause.`,
  }),
};
