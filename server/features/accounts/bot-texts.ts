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
  menu: { ru: '👤 Аккаунты', en: '👤 Accounts' },
  addByPhone: { ru: '➕ По номеру', en: '➕ By number' },
  addByFile: { ru: '📎 Файлом', en: '📎 From a file' },
  enable: { ru: '▶️ Включить', en: '▶️ Enable' },
  disable: { ru: '⏸ Отключить', en: '⏸ Disable' },
  delete: { ru: '🗑 Удалить', en: '🗑 Delete' },
  deleteYes: { ru: 'Да, удалить с сессией', en: 'Yes, delete it with the session' },
  askToDelete: (key: string, name: string): Text => ({
    ru: `Удалить <b>${key}</b> ${name}? Сессия завершится и сотрётся, история диалогов останется.`,
    en: `Delete <b>${key}</b> ${name}? Its session is ended and erased, the history of its dialogs stays.`,
  }),
  deleted: (key: string, loggedOut: boolean): Text => ({
    ru: `Аккаунт <b>${key}</b> удалён, сессия стёрта.${loggedOut ? '' : ' Завершить её в Telegram не получилось: сделайте это в самом приложении (Настройки → Устройства).'}`,
    en: `The account <b>${key}</b> is deleted, its session erased.${loggedOut ? '' : ' It could not be ended in Telegram: do that in the app (Settings → Devices).'}`,
  }),
  whichFile: {
    ru: 'Пришлите файл: .session, архив tdata (zip) или текст со строкой сессии. До 20 МБ. Сообщение с файлом я удалю.',
    en: 'Send the file: .session, a zip of tdata, or a text with the session string. Up to 20 MB. I will delete the message with it.',
  },
  noFile: {
    ru: 'Это не файл. Пришлите файл документом, или вернитесь назад.',
    en: 'This is no file. Send one as a document, or go back.',
  },
  fileTooBig: {
    ru: 'Файл больше 20 МБ: такой боту не передать. Загрузите его в пульте.',
    en: 'The file is larger than 20 MB, more than a bot may take. Upload it in the console.',
  },
  givePasscode: {
    ru: 'Файл закрыт локальным паролем Telegram Desktop. Пришлите пароль и сам файл ещё раз: файл документом, пароль подписью к нему.',
    en: 'The file is locked with Telegram Desktop’s local passcode. Send the file again, with the passcode as its caption.',
  },
  addedSome: (keys: readonly string[], failed: number): Text => ({
    ru: `Добавлено: <b>${keys.join(', ')}</b>.${failed > 0 ? ` Не подошло сессий: ${failed}.` : ''} Начинается прогрев.`,
    en: `Added: <b>${keys.join(', ')}</b>.${failed > 0 ? ` Sessions that did not do: ${failed}.` : ''} The warm-up begins.`,
  }),
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
    ru: `Аккаунт <b>${key}</b> ${name} отключён: от него больше ничего не уходит.`,
    en: `The account <b>${key}</b> ${name} is disabled: nothing leaves from it any more.`,
  }),
  proxyIs: (isOn: boolean): Text => ({
    ru: isOn ? 'Прокси включены. Выключить: /proxy off' : 'Прокси выключены. Включить: /proxy on',
    en: isOn
      ? 'Proxies are on. To switch them off: /proxy off'
      : 'Proxies are off. To switch them on: /proxy on',
  }),
};
