import type { Text } from '../../base/text.ts';
import type { AccountStatus } from './account.ts';

export const statusTexts: Record<AccountStatus, Text> = {
  checking: { ru: 'проверяется', en: 'being checked' },
  warming: { ru: 'прогревается', en: 'warming up' },
  active: { ru: 'работает', en: 'active' },
  cooldown: { ru: 'отдыхает', en: 'cooling down' },
  limited: { ru: 'ограничен', en: 'limited' },
  disabled: { ru: 'отключён', en: 'disabled' },
  banned: { ru: 'забанен', en: 'banned' },
};

/** What the workspace's bot says about accounts. */
export const botTexts = {
  aboutAdd: { ru: 'Добавить аккаунт по номеру', en: 'Add an account by its number' },
  aboutList: { ru: 'Список аккаунтов', en: 'List the accounts' },
  aboutDisable: { ru: 'Отключить аккаунт', en: 'Disable an account' },
  aboutProxy: { ru: 'Прокси: on или off', en: 'Proxies: on or off' },

  whichPhone: {
    ru: 'Какой номер добавить? Напишите его с кодом страны: +79001234567. Передумали — /cancel',
    en: 'Which number shall be added? Write it with its country code: +79001234567. Changed your mind: /cancel',
  },
  howToGiveCode: {
    ru: 'Пришлите код сюда через пробелы или дефисы, например <code>1-2-3-4-5</code>: код, посланный как есть, Telegram сразу гасит. Сообщение с кодом я удалю.',
    en: 'Send the code here with spaces or hyphens, like <code>1-2-3-4-5</code>: a code that is sent as it is Telegram cancels at once. I will delete the message with it.',
  },
  noCode: {
    ru: 'Здесь нет цифр. Пришлите код, например 1-2-3-4-5.',
    en: 'There are no digits here. Send the code, like 1-2-3-4-5.',
  },
  givePassword: (hint: string): Text => ({
    ru: `У аккаунта включён облачный пароль${hint && ` (подсказка: ${hint})`}. Пришлите его сюда; сообщение с паролем я удалю.`,
    en: `The account has a two-step verification password${hint && ` (hint: ${hint})`}. Send it here; I will delete the message with it.`,
  }),
  added: (key: string): Text => ({
    ru: `Аккаунт <b>${key}</b> добавлен и начинает прогрев.`,
    en: `The account <b>${key}</b> is added and begins to warm up.`,
  }),
  noAccounts: {
    ru: 'Аккаунтов пока нет. Добавить первый: /add_account +79001234567',
    en: 'There are no accounts yet. Add the first one: /add_account +79001234567',
  },
  today: (sent: number, limit: number): Text => ({
    ru: `сегодня ${sent}, новым людям до ${limit}`,
    en: `${sent} today, up to ${limit} to new people`,
  }),
  more: { ru: 'Дальше', en: 'More' },
  whichToDisable: {
    ru: 'Какой аккаунт отключить? Напишите его номер телефона.',
    en: 'Which account shall be disabled? Write its phone number.',
  },
  noSuchPhone: {
    ru: 'Аккаунта с таким номером нет. Все аккаунты: /list_accounts',
    en: 'There is no account with this number. All accounts: /list_accounts',
  },
  disabled: (key: string, name: string): Text => ({
    ru: `Аккаунт <b>${key}</b> ${name} отключён: от него больше ничего не уходит. Включить его снова можно в пульте.`,
    en: `The account <b>${key}</b> ${name} is disabled: nothing leaves from it any more. It can be enabled again in the console.`,
  }),
  proxyIs: (isOn: boolean): Text => ({
    ru: isOn ? 'Прокси включены. Выключить: /proxy off' : 'Прокси выключены. Включить: /proxy on',
    en: isOn
      ? 'Proxies are on. To switch them off: /proxy off'
      : 'Proxies are off. To switch them on: /proxy on',
  }),
};
