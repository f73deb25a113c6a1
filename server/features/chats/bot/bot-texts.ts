import { enCount, ruCount, type Text } from '../../../base/text.ts';
import type { ConsentBasis } from '../../contacts/tables.ts';

const ruPeople = (n: number) => ruCount(n, ['человек', 'человека', 'человек']);
const enPeople = (n: number) => enCount(n, 'person', 'people');

/** What bots say about audiences. */
export const botTexts = {
  menu: { ru: '👥 Аудитории', en: '👥 Audiences' },
  about: { ru: 'Аудитории: собрать, выгрузить, удалить', en: 'Audiences: collect, export, delete' },
  title: { ru: '<b>Аудитории</b>', en: '<b>Audiences</b>' },
  none: {
    ru: 'Аудиторий пока нет. Соберите первую: из чата, которым управляет ваш аккаунт, из файла или из тех, кто вам писал.',
    en: 'There are no audiences yet. Collect the first one: from a chat that your account administers, from a file, or from those who wrote to you.',
  },
  more: { ru: 'Дальше', en: 'More' },
  fromChat: { ru: '💬 Собрать из чата', en: '💬 Collect from a chat' },
  fromFile: { ru: '📎 Из файла', en: '📎 From a file' },
  fromWriters: { ru: '✍️ Из тех, кто писал', en: '✍️ From those who wrote' },
  size: (n: number, most: number): Text => ({
    ru: n > most ? `больше ${ruCount(most, ['человека', 'человек', 'человек'])}` : ruPeople(n),
    en: n > most ? `more than ${enPeople(most)}` : enPeople(n),
  }),
  filter: { ru: 'фильтр: люди находятся сами', en: 'a filter: people are found by themselves' },
  from: (names: string): Text => ({ ru: `Откуда: ${names}`, en: `From: ${names}` }),
  export: { ru: '📥 Экспорт', en: '📥 Export' },
  exported: (name: string): Text => ({
    ru: `Аудитория «${name}»: таблица CSV, открывается в Excel.`,
    en: `The audience "${name}": a CSV table, Excel opens it.`,
  }),
  delete: { ru: '🗑 Удалить', en: '🗑 Delete' },
  askToDelete: (name: string): Text => ({
    ru: `Удалить аудиторию «${name}»? Сами люди останутся в контактах.`,
    en: `Delete the audience "${name}"? Its people stay among the contacts.`,
  }),
  deleteYes: { ru: 'Да, удалить', en: 'Yes, delete it' },
  deleted: (name: string): Text => ({
    ru: `Аудитория «${name}» удалена, люди остались.`,
    en: `The audience "${name}" is deleted, its people stay.`,
  }),

  noAccounts: {
    ru: 'Нет ни одного аккаунта на связи. Добавьте аккаунт, который управляет чатом: /add_account',
    en: 'No account is connected. Add the account that administers the chat: /add_account',
  },
  whichAccount: {
    ru: 'Какой аккаунт управляет чатом?',
    en: 'Which account administers the chat?',
  },
  whichChat: (key: string): Text => ({
    ru: `Чаты, которыми управляет <b>${key}</b>. Выберите чат или пришлите его @имя или ссылку.`,
    en: `The chats that <b>${key}</b> administers. Choose one, or send its @name or link.`,
  }),
  noChats: (key: string): Text => ({
    ru: `<b>${key}</b> не управляет ни одним чатом. Собирать людей можно только из своих чатов: сделайте аккаунт администратором и нажмите «Обновить».`,
    en: `<b>${key}</b> administers no chat. People can be collected only from chats of your own: make the account an administrator and press "Refresh".`,
  }),
  look: { ru: '🔄 Обновить', en: '🔄 Refresh' },
  nameChat: (title: string): Text => ({
    ru: `Чат «${title}». Как назвать аудиторию? Напишите имя.`,
    en: `The chat "${title}". What shall the audience be called? Write its name.`,
  }),
  useTitle: { ru: 'Так же, как чат', en: 'The same as the chat' },
  nameTaken: (name: string): Text => ({
    ru: `Аудитория «${name}» уже есть. Напишите другое имя.`,
    en: `There is already an audience "${name}". Write another name.`,
  }),
  badName: {
    ru: 'Имя — от 1 до 200 знаков.',
    en: 'A name has 1 to 200 characters.',
  },
  why: {
    ru: '<b>Почему этим людям можно писать?</b>\nОтвечайте как есть: основание сохранится у каждого и будет видно в его карточке.',
    en: '<b>Why may these people be written to?</b>\nAnswer as it is: the basis is kept with each of them and shows in their card.',
  },
  pressWhy: {
    ru: 'Нажмите одну из кнопок под вопросом.',
    en: 'Press one of the buttons under the question.',
  },
  whichDays: { ru: 'Писали за какое время?', en: 'Who wrote during what time?' },
  days: (n: number): Text => ({
    ru: `За ${ruCount(n, ['день', 'дня', 'дней'])}`,
    en: `${enCount(n, 'day')}`,
  }),
  always: { ru: 'За всё время', en: 'At any time' },
  nameWriters: {
    ru: 'Как назвать аудиторию? Напишите имя.',
    en: 'What shall the audience be called? Write its name.',
  },
  sendFile: {
    ru: 'Пришлите файл CSV, XLSX или TXT до 20 МБ: в нём должны быть телефоны, @имена или Telegram ID. Столбцы узнаю сам.',
    en: 'Send a CSV, XLSX or TXT file of up to 20 MB, with phones, @names or Telegram ids. I will make out the columns.',
  },
  noFile: {
    ru: 'Это не файл. Пришлите его документом.',
    en: 'This is no file. Send it as a document.',
  },
  fileTooBig: {
    ru: 'Файл больше 20 МБ: такой боту не передать. Загрузите его в пульте или разделите.',
    en: 'The file is larger than 20 MB, more than a bot may take. Upload it in the console, or split it.',
  },
  preview: (columns: string, people: string): Text => ({
    ru: `Читаю так: ${columns}.\nПервые: ${people}.`,
    en: `Read so: ${columns}.\nThe first: ${people}.`,
  }),
  leftOut: { ru: 'пропуск', en: 'left out' },

  refresh: { ru: '🔄 Обновить', en: '🔄 Refresh' },
  cancel: { ru: '✖️ Остановить', en: '✖️ Stop' },
  open: { ru: '👥 Открыть аудиторию', en: '👥 Open the audience' },
  waits: (reason: string, at: string): Text => ({
    ru: `⏳ ${reason} Продолжу сам в ${at}.`,
    en: `⏳ ${reason} It goes on by itself at ${at}.`,
  }),
  failed: (reason: string): Text => ({
    ru: `⚠️ Не получилось: ${reason}`,
    en: `⚠️ It failed: ${reason}`,
  }),
  far: (done: number, total: number): Text => ({
    ru: `${done} из ${total}`,
    en: `${done} of ${total}`,
  }),
  isFull: (n: number): Text => ({
    ru: `⚠️ Тариф больше не допускает: не вошло ${ruPeople(n)}.`,
    en: `⚠️ The plan allows no more: ${enPeople(n)} found no room.`,
  }),
};

export const basisTexts: Record<Exclude<ConsentBasis, 'inbound'>, Text> = {
  customer: { ru: 'Это наши клиенты', en: 'They are our customers' },
  opt_in: { ru: 'Они согласились получать сообщения', en: 'They agreed to get messages' },
  contract: { ru: 'С ними есть договор', en: 'There is a contract with them' },
  public_business: { ru: 'Это публичные контакты компаний', en: 'Public contacts of companies' },
};

export const jobStatusTexts: Record<string, Text> = {
  queued: { ru: 'ждёт очереди', en: 'waits for its turn' },
  running: { ru: 'идёт', en: 'at work' },
  done: { ru: 'готово', en: 'done' },
  failed: { ru: 'не удалось', en: 'failed' },
  cancelled: { ru: 'остановлено', en: 'stopped' },
};

/** Counts of jobs, in the order in which they are told; those that are 0 are left out. */
export const countTexts: readonly (readonly [string, Text])[] = [
  ['found', { ru: 'Найдено', en: 'Found' }],
  ['rows', { ru: 'Строк', en: 'Rows' }],
  ['added', { ru: 'Новых', en: 'New' }],
  ['known', { ru: 'Уже были в контактах', en: 'Known already' }],
  ['bots', { ru: 'Ботов пропущено', en: 'Bots left out' }],
  ['deleted', { ru: 'Удалённых аккаунтов', en: 'Deleted accounts' }],
  ['stopped', { ru: 'В списке «не писать»', en: 'On the do-not-contact list' }],
  [
    'unlisted',
    { ru: 'Не показал Telegram (большой чат)', en: 'Not listed by Telegram (large chat)' },
  ],
  ['refused', { ru: 'Строк не прочитано', en: 'Rows not read' }],
];
