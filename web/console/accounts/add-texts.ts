import { enCount, ruCount } from '../../shared/counts.ts';
import { defineTexts } from '../../shared/language.tsx';

/** Bringing accounts in: files, a session string, a phone number. */
export const addTexts = defineTexts(
  {
    title: 'Добавить аккаунты',
    subtitle: 'Каждый новый аккаунт сервер проверит в Telegram и начнёт прогревать',
    toPool: 'К списку аккаунтов',
    ways: 'Как добавить',
    files: 'Файлы',
    string: 'Строка сессии',
    phone: 'По номеру телефона',
    notTheseFiles: 'Такие файлы не подходят: нужны .zip, .session, .json или .txt.',
    drop: 'Перетащите файлы сюда',
    dropHint:
      'ZIP с tdata, файлы .session (Telethon), .json или .txt со строкой сессии. Можно сразу много, каждый загрузится отдельно.',
    choose: 'Выбрать файлы',
    chooseFolder: 'Выбрать папку tdata',
    notes: 'Заметка к этим аккаунтам',
    notesHint: 'Например, откуда они',
    passcode: 'Код-пароль Telegram Desktop',
    passcodeHint: 'Нужен, только если он был включён, когда tdata сохранили',
    uploads: 'Загрузка',
    waiting: 'ждёт очереди',
    sending: (share: string) => `отправляется: ${share}`,
    checking: 'проверяем в Telegram…',
    cancelled: 'отменено',
    cancel: 'Отменить',
    retry: 'Ещё раз',
    cancelAll: 'Отменить остальные',
    forget: 'Убрать готовые из списка',
    folder: (name: string, files: number) =>
      `${name} — папка, ${ruCount(files, ['файл', 'файла', 'файлов'])}`,
    added: (n: number) => `Добавлено: ${ruCount(n, ['аккаунт', 'аккаунта', 'аккаунтов'])}`,
    summary: (done: number, failed: number, left: number) =>
      `Готово: ${done}, не вышло: ${failed}, осталось: ${left}`,
    open: 'Открыть',
    sessionString: 'Строка сессии',
    sessionStringHint: 'Telethon, Pyrogram, GramJS или mtcute: формат сервер узнает сам',
    addIt: 'Добавить',
    phoneNumber: 'Номер телефона',
    phoneHint: 'С кодом страны, например +7 999 000-00-01',
    sendCode: 'Получить код',
    code: 'Код из Telegram',
    codeHint: 'Приходит в приложение Telegram, по SMS или звонком',
    giveCode: 'Продолжить',
    password: 'Пароль двухэтапной аутентификации',
    hint: (hint: string) => `Подсказка владельца: ${hint}`,
    givePassword: 'Войти',
    otherNumber: 'Другой номер',
    newCode: 'Начать заново',
    wait: (seconds: number) =>
      `Telegram просит подождать. Повторить можно через ${ruDuration(seconds)}.`,
    signedIn: (name: string) => `${name}: вход выполнен`,
    oneMore: 'Добавить ещё один',
    openAccount: 'Открыть аккаунт',
  },
  {
    title: 'Add accounts',
    subtitle: 'The server checks each new account in Telegram and begins to warm it up',
    toPool: 'To the accounts',
    ways: 'How to add',
    files: 'Files',
    string: 'Session string',
    phone: 'By phone number',
    notTheseFiles: 'These files do not fit: .zip, .session, .json or .txt are needed.',
    drop: 'Drop files here',
    dropHint:
      'A ZIP with tdata, .session files (Telethon), .json or .txt with a session string. Many at once are fine, each is uploaded by itself.',
    choose: 'Choose files',
    chooseFolder: 'Choose a tdata folder',
    notes: 'A note for these accounts',
    notesHint: 'Where they come from, for example',
    passcode: 'Passcode of Telegram Desktop',
    passcodeHint: 'Needed only if it was on when tdata was saved',
    uploads: 'Uploads',
    waiting: 'waiting',
    sending: (share: string) => `uploading: ${share}`,
    checking: 'being checked in Telegram…',
    cancelled: 'cancelled',
    cancel: 'Cancel',
    retry: 'Again',
    cancelAll: 'Cancel the rest',
    forget: 'Clear what is finished',
    folder: (name: string, files: number) => `${name}: a folder of ${enCount(files, 'file')}`,
    added: (n: number) => `Added: ${enCount(n, 'account')}`,
    summary: (done: number, failed: number, left: number) =>
      `Done: ${done}, failed: ${failed}, left: ${left}`,
    open: 'Open',
    sessionString: 'Session string',
    sessionStringHint: 'Telethon, Pyrogram, GramJS or mtcute: the server tells them apart',
    addIt: 'Add',
    phoneNumber: 'Phone number',
    phoneHint: 'With its country code, such as +44 7700 900123',
    sendCode: 'Get a code',
    code: 'Code from Telegram',
    codeHint: 'It comes to the Telegram app, by SMS or by a call',
    giveCode: 'Continue',
    password: 'Two-step verification password',
    hint: (hint: string) => `The owner’s hint: ${hint}`,
    givePassword: 'Sign in',
    otherNumber: 'Another number',
    newCode: 'Start again',
    wait: (seconds: number) => `Telegram asks to wait. Try again in ${enDuration(seconds)}.`,
    signedIn: (name: string) => `${name}: signed in`,
    oneMore: 'Add one more',
    openAccount: 'Open the account',
  },
);

function ruDuration(seconds: number): string {
  if (seconds < 90) return ruCount(seconds, ['секунду', 'секунды', 'секунд']);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return ruCount(minutes, ['минуту', 'минуты', 'минут']);
  return ruCount(Math.ceil(minutes / 60), ['час', 'часа', 'часов']);
}

function enDuration(seconds: number): string {
  if (seconds < 90) return enCount(seconds, 'second');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return enCount(minutes, 'minute');
  return enCount(Math.ceil(minutes / 60), 'hour');
}
