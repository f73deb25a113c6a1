import { defineTexts } from '../../shared/language.tsx';

/** What brought an account where it is, and what went wrong, by the server's words for it. */
export const causeTexts = defineTexts(
  {
    known: {
      arrived: 'добавлен недавно, входит в работу постепенно',
      checked: 'по итогам проверки',
      warmed_up: 'прогрев закончен',
      cooldown_over: 'отдых закончился',
      operator: 'так решил оператор',
      vouched: 'за него поручился оператор',
      signed_in: 'вход выполнен заново',
      flood_wait: 'Telegram просит подождать: слишком много запросов',
      peer_flood: 'Telegram счёл, что аккаунт пишет слишком многим незнакомым',
      frozen: 'Telegram заморозил аккаунт',
      banned: 'Telegram удалил или заблокировал аккаунт',
      signed_out: 'сессию завершили, нужно войти заново',
      duplicated: 'сессией пользовались из двух мест сразу, Telegram её закрыл',
      proxy_unavailable: 'прокси не отвечает',
      unavailable: 'нет связи с Telegram',
      already_exists: 'такой аккаунт уже есть в пуле',
    },
    other: (code: string) => `Telegram ответил: ${code}`,
  },
  {
    known: {
      arrived: 'came recently, takes up work step by step',
      checked: 'found by a check',
      warmed_up: 'the warm-up is over',
      cooldown_over: 'its rest is over',
      operator: 'an operator decided so',
      vouched: 'an operator vouched for it',
      signed_in: 'signed in again',
      flood_wait: 'Telegram asks to wait: too many requests',
      peer_flood: 'Telegram found it writing to too many strangers',
      frozen: 'Telegram has frozen the account',
      banned: 'Telegram has deleted or banned the account',
      signed_out: 'the session was ended, sign in again',
      duplicated: 'the session was used from two places at once, Telegram closed it',
      proxy_unavailable: 'the proxy does not answer',
      unavailable: 'no connection to Telegram',
      already_exists: 'this account is already in the pool',
    },
    other: (code: string) => `Telegram answered: ${code}`,
  },
);

export type Cause = keyof (typeof causeTexts)['ru']['known'];
