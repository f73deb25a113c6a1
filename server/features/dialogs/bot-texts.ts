import { enCount, ruCount, type Text } from '../../base/text.ts';
import type { ConsentBasis } from '../contacts/tables.ts';
import type { DialogStatus } from '../messages/message.ts';

export const statusTexts: Record<DialogStatus, Text> = {
  active: { ru: 'идёт', en: 'going on' },
  waiting: { ru: 'ждёт человека', en: 'waits for a person' },
  stopped: { ru: 'остановлен', en: 'stopped' },
  completed: { ru: 'завершён', en: 'completed' },
  converted: { ru: 'цель достигнута', en: 'reached its goal' },
  failed: { ru: 'не вышло', en: 'failed' },
};

export const basisTexts: Record<ConsentBasis, Text> = {
  opt_in: { ru: 'Согласился сам', en: 'They agreed' },
  customer: { ru: 'Наш клиент', en: 'Our customer' },
  inbound: { ru: 'Написал нам', en: 'They wrote to us' },
  contract: { ru: 'Есть договор', en: 'A contract' },
  public_business: { ru: 'Контакт для деловых писем', en: 'A public business contact' },
};

/** What the workspace's bot says about dialogs. */
export const botTexts = {
  menu: { ru: '💬 Диалоги', en: '💬 Dialogs' },
  aboutStart: { ru: 'Начать диалог: /start @username', en: 'Begin a dialog: /start @username' },
  aboutStop: { ru: 'Остановить диалог: /stop 12', en: 'Stop a dialog: /stop 12' },
  aboutList: { ru: 'Идущие диалоги', en: 'Dialogs that go on' },
  aboutView: { ru: 'Посмотреть диалог: /view 12', en: 'Look at a dialog: /view 12' },
  aboutExport: { ru: 'Выгрузить диалог: /export 12', en: 'Export a dialog: /export 12' },
  aboutExportAll: { ru: 'Выгрузить все диалоги', en: 'Export all dialogs' },

  numberNeeded: {
    ru: 'Нужен номер диалога: он стоит первым в /list.',
    en: 'A dialog’s number is needed: it stands first in /list.',
  },
  noDialog: (number: number): Text => ({
    ru: `Диалога ${number} нет. Список: /list`,
    en: `There is no dialog ${number}. The list: /list`,
  }),
  already: (number: number): Text => ({
    ru: `С этим человеком уже есть диалог <b>${number}</b>. Посмотреть: /view ${number}`,
    en: `There is a dialog with this person already: <b>${number}</b>. To look at it: /view ${number}`,
  }),
  whyMay: (who: string): Text => ({
    ru: `Почему можно написать ${who}? Ответ останется в деле человека как основание.`,
    en: `Why may ${who} be written to? The answer is kept in the person’s file as the basis.`,
  }),
  whatToSay: (who: string): Text => ({
    ru: `Что написать ${who}? Пришлите текст первого сообщения. Передумали — /cancel`,
    en: `What shall be said to ${who}? Send the text of the first message. Changed your mind: /cancel`,
  }),
  propose: { ru: '✨ Предложить текст', en: '✨ Propose a text' },
  whichRole: {
    ru: 'От имени какой роли писать?',
    en: 'In which role shall it be written?',
  },
  noRole: {
    ru: 'Ролей ИИ пока нет: без них непонятно, от чьего имени писать. Создайте роль в меню, а пока пришлите текст сами.',
    en: 'There are no AI roles yet, so nobody knows in whose name to write. Make one in the menu; meanwhile send the text yourself.',
  },
  proposed: (text: string): Text => ({
    ru: `Вот что получилось:\n\n<blockquote>${text}</blockquote>\nОтправить? Можно и прислать свой текст.`,
    en: `This is the proposal:\n\n<blockquote>${text}</blockquote>\nShall it be sent? You may also send a text of your own.`,
  }),
  sendProposed: { ru: '✅ Отправить', en: '✅ Send' },
  another: { ru: '🔁 Другой вариант', en: '🔁 Another one' },
  notProposed: (why: Text): Text => ({
    ru: `Текст предложить не получилось: ${why.ru} Пришлите свой.`,
    en: `No text could be proposed: ${why.en} Send your own.`,
  }),
  textNeeded: {
    ru: 'Здесь нет текста. Пришлите его сообщением.',
    en: 'There is no text here. Send it as a message.',
  },
  sent: (number: number): Text => ({
    ru: `Отправлено. Диалог <b>${number}</b>: /view ${number}`,
    en: `Sent. The dialog is <b>${number}</b>: /view ${number}`,
  }),
  queued: (number: number, why: string): Text => ({
    ru: `Стоит в очереди: ${why}\nДиалог <b>${number}</b>, остановить: /stop ${number}`,
    en: `It waits: ${why}\nThe dialog is <b>${number}</b>, to stop it: /stop ${number}`,
  }),
  notSent: (why: string): Text => ({ ru: `Не ушло. ${why}`, en: `It did not leave. ${why}` }),
  stopped: (number: number, onTheirWay: number): Text => ({
    ru: `Диалог <b>${number}</b> остановлен, больше в нём ничего не уйдёт.${
      onTheirWay
        ? ` Про ${ruCount(onTheirWay, ['сообщение', 'сообщения', 'сообщений'])} ещё не известно, дошло ли.`
        : ''
    }`,
    en: `The dialog <b>${number}</b> is stopped, nothing more leaves in it.${
      onTheirWay
        ? ` Of ${enCount(onTheirWay, 'message')} it is not known yet whether it arrived.`
        : ''
    }`,
  }),
  noneGoOn: {
    ru: 'Сейчас ни один диалог не идёт. Начать: /start @имя',
    en: 'No dialog is going on now. To begin one: /start @name',
  },
  nothingToExport: {
    ru: 'Выгружать пока нечего: диалогов ещё не было.',
    en: 'There is nothing to export: there were no dialogs yet.',
  },
  more: { ru: 'Дальше', en: 'More' },
  stopButton: { ru: 'Остановить', en: 'Stop' },
  exportButton: { ru: 'Выгрузить', en: 'Export' },
  us: { ru: 'Мы', en: 'We' },
  nothingSaid: { ru: 'Пока ничего не сказано.', en: 'Nothing has been said yet.' },
  exported: (number: number): Text => ({
    ru: `Диалог ${number}`,
    en: `Dialog ${number}`,
  }),
  exportedAll: (part: number, parts: number): Text => ({
    ru: parts > 1 ? `Все диалоги, часть ${part} из ${parts}` : 'Все диалоги',
    en: parts > 1 ? `All dialogs, part ${part} of ${parts}` : 'All dialogs',
  }),
  preparing: (dialogs: number): Text => ({
    ru: `Собираю ${ruCount(dialogs, ['диалог', 'диалога', 'диалогов'])}…`,
    en: `Gathering ${enCount(dialogs, 'dialog')}…`,
  }),
};
