import { enCount, type Language, ruCount } from '../../base/text.ts';

export const texts = {
  notSold: {
    ru: 'У этого рабочего пространства нет подписки: оно не ограничено по времени.',
    en: 'This workspace has no subscription: it is not limited in time.',
  },
  noPlan: { ru: 'Такого тарифа нет.', en: 'There is no such plan.' },
  planGone: {
    ru: 'Этот тариф больше не продаётся. Выберите другой: /plan',
    en: 'This plan is no longer sold. Choose another one: /plan',
  },
  priceChanged: {
    ru: 'Цена изменилась. Возьмите новый счёт: /plan',
    en: 'The price has changed. Take a new invoice: /plan',
  },
  noCustomer: { ru: 'Такого клиента нет.', en: 'There is no such customer.' },
  trialStays: {
    ru: 'Пробный тариф бесплатен, цену ему назначить нельзя.',
    en: 'The trial is free; it cannot have a price.',
  },
  paidNeedsPrice: {
    ru: 'Тариф с ценой 0 бывает только пробным. Укажите цену в звёздах.',
    en: 'Only the trial costs nothing. Give a price in Stars.',
  },
  daysGiven: (days: number) => ({
    ru: `Добавлено: ${ruCount(days, ['день', 'дня', 'дней'])}`,
    en: `Given: ${enCount(days, 'day')}`,
  }),
  noPayment: { ru: 'Такого платежа нет.', en: 'There is no such payment.' },
  refundedBefore: {
    ru: 'Эти звёзды уже возвращены.',
    en: 'These Stars have already been given back.',
  },
  noBotToRefund: {
    ru: 'Бот, который принял эту оплату, отключён. Подключите его снова в разделе «Боты» и повторите.',
    en: 'The bot that took this payment is not connected. Connect it again under “Bots” and try once more.',
  },
  refundRefused: (reason: string) =>
    /BALANCE_TOO_LOW/.test(reason)
      ? {
          ru: 'У бота не хватает звёзд на возврат: они уже выведены. Пополните его баланс и повторите.',
          en: 'The bot has too few Stars for this: they were withdrawn. Top up its balance and try again.',
        }
      : {
          ru: `Telegram не вернул звёзды и ответил: ${reason}. Дни подписки остались у клиента.`,
          en: `Telegram did not give the Stars back and answered: ${reason}. The customer keeps the days.`,
        },
  refunded: {
    ru: 'Звёзды возвращены, дни подписки сняты. Клиенту об этом написал бот.',
    en: 'The Stars are back with the customer, the days are taken away. The bot tells them so.',
  },
  refunding: {
    ru: 'Telegram пока не ответил. Возврат записан и пройдёт сам, как только Telegram ответит.',
    en: 'Telegram has not answered yet. The refund is noted and goes through by itself when it does.',
  },
  wordsNeeded: {
    ru: 'Напишите словами, что случилось.',
    en: 'Write in words what it is about.',
  },
  noChat: {
    ru: 'Сначала откройте чат с ботом: /start',
    en: 'Open the chat with the bot first: /start',
  },
  noQuestion: { ru: 'Такого вопроса нет.', en: 'There is no such question.' },
  answeredBefore: {
    ru: 'На этот вопрос уже ответили.',
    en: 'This question has been answered already.',
  },
  askedNotToBeWritten: {
    ru: 'Клиент сказал боту /stop, и бот ему не пишет. Он увидит ответ, только если сам вернёт сообщения: /settings.',
    en: 'The customer told the bot to /stop, so it does not write to them. They have to switch messages on again: /settings.',
  },
  noWayToAnswer: {
    ru: 'Ответить отсюда нельзя: бот продаж отключён или клиент его оставил.',
    en: 'This cannot be answered from here: the sales bot is not connected, or the customer left it.',
  },
  answerSent: { ru: 'Ответ уходит клиенту.', en: 'The answer is on its way to the customer.' },
  pausedByEnd: {
    ru: 'Подписка закончилась.',
    en: 'The subscription is over.',
  },
};

const date = (at: Date, language: Language) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);

/** What the bot says of subscriptions; names are escaped already. */
export const botTexts = {
  aboutSupport: { ru: 'Вопрос об оплате', en: 'Ask about a payment' },
  aboutTerms: { ru: 'Условия', en: 'Terms' },
  asked: {
    ru: 'Передали. Ответ придёт сюда.',
    en: 'It is with us. The answer comes here.',
  },
  writeAnswer: (name: string, question: string) => ({
    ru: `<b>${name}</b>: ${question}\n\nНапишите ответ: бот передаст его клиенту. Передумали — /cancel.`,
    en: `<b>${name}</b>: ${question}\n\nWrite the answer: the bot passes it on to the customer. Changed your mind: /cancel.`,
  }),
  answered: (question: string, answer: string) => ({
    ru: `💬 <b>Ответ на ваш вопрос</b>\n<i>${question}</i>\n\n${answer}\n\nСпросить ещё: /paysupport`,
    en: `💬 <b>The answer to your question</b>\n<i>${question}</i>\n\n${answer}\n\nTo ask more: /paysupport`,
  }),
  about: { ru: 'Подписка и оплата', en: 'Subscription and payment' },
  menu: { ru: '⭐ Подписка', en: '⭐ Subscription' },
  state: (name: string, endsAt: Date, days: number) => ({
    ru: `Тариф <b>${name}</b>, до ${date(endsAt, 'ru')} (ещё ${ruCount(days, ['день', 'дня', 'дней'])}).`,
    en: `Plan <b>${name}</b>, until ${date(endsAt, 'en')} (${enCount(days, 'day')} more).`,
  }),
  over: (name: string, endsAt: Date) => ({
    ru: `Тариф <b>${name}</b> закончился ${date(endsAt, 'ru')}. Данные на месте: их можно смотреть и выгружать, но рассылки и автоответы стоят.`,
    en: `The plan <b>${name}</b> ended on ${date(endsAt, 'en')}. Your data is safe and can be read and exported, but campaigns and automatic answers stand still.`,
  }),
  limits: (accounts: number, audience: number, campaigns: number) => ({
    ru: `Аккаунтов — до ${accounts}, людей в аудитории — до ${audience.toLocaleString('ru')}, рассылок сразу — до ${campaigns}.`,
    en: `Up to ${enCount(accounts, 'account')}, ${audience.toLocaleString('en')} people in an audience, ${enCount(campaigns, 'campaign')} at once.`,
  }),
  notLimited: {
    ru: 'Это рабочее пространство команды, подписка ему не нужна.',
    en: 'This is the team’s own workspace; it needs no subscription.',
  },
  extend: {
    ru: 'Продление прибавляется к текущему сроку.',
    en: 'What you buy is added to the running term.',
  },
  offer: (name: string, stars: number) => ({
    ru: `${name} — ${ruCount(stars, ['звезда', 'звезды', 'звёзд'])}`,
    en: `${name} — ${enCount(stars, 'Star')}`,
  }),
  invoiceAbout: (days: number) => ({
    ru: `Ещё ${ruCount(days, ['день', 'дня', 'дней'])} работы: прибавится к текущему сроку`,
    en: `${enCount(days, 'more day')} of work, added to the running term`,
  }),
  paid: (name: string, endsAt: Date) => ({
    ru: `Оплата получена, спасибо! Тариф <b>${name}</b> действует до ${date(endsAt, 'ru')}. Рассылки, которые остановились, продолжите сами: /resume`,
    en: `Paid, thank you! The plan <b>${name}</b> holds until ${date(endsAt, 'en')}. Campaigns that had stopped wait for you: /resume`,
  }),
};
