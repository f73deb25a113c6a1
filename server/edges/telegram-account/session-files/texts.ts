import type { Text } from '../../../base/text.ts';
import type { SessionKind } from '../session-source.ts';

const kindNames: Record<SessionKind, Text> = {
  tdata_zip: { ru: 'zip-архив', en: 'a zip archive' },
  tdata_folder: { ru: 'папка', en: 'a folder' },
  session_file: { ru: 'файл сессии (SQLite)', en: 'a session file (SQLite)' },
  session_string: { ru: 'текст', en: 'a text' },
};

/** The same text with the file it is about in front. */
export function aboutFile(name: string, text: Text): Text {
  const shown = shownName(name);
  return { ru: `${shown}: ${text.ru}`, en: `${shown}: ${text.en}` };
}

/** A name out of an archive, made fit to be shown: no control characters, not endless. */
function shownName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const clean = name.replace(/[\u0000-\u001f\u007f]/g, '�');
  return clean.length > 80 ? `${clean.slice(0, 80)}…` : clean;
}

export const texts = {
  // what was given
  notThere: {
    ru: 'Такого файла или папки уже нет. Загрузите ещё раз.',
    en: 'There is no such file or folder any more. Upload it again.',
  },
  emptyFile: {
    ru: 'Файл пустой: похоже, он не догрузился. Загрузите его ещё раз.',
    en: 'The file is empty: it seems it was not fully uploaded. Upload it again.',
  },
  unknownFile: {
    ru:
      'Не удалось понять, что это за файл. Подходят: zip с папкой tdata, файл .session ' +
      '(Telethon или Pyrogram), строка сессии (Telethon, Pyrogram, GramJS, mtcute).',
    en:
      'Could not tell what this file is. Accepted are: a zip with a tdata folder, a .session file ' +
      '(Telethon or Pyrogram), a session string (Telethon, Pyrogram, GramJS, mtcute).',
  },
  loneTdataFile: {
    ru: 'Это один файл из папки tdata, а нужна вся папка. Упакуйте её в zip и загрузите.',
    en: 'This is a single file of a tdata folder, and the whole folder is needed. Zip it and upload.',
  },
  otherArchive: {
    ru: 'Это архив, но не zip. Распакуйте его, упакуйте папку в обычный zip и загрузите.',
    en: 'This is an archive, but not a zip. Unpack it, pack the folder as a plain zip and upload.',
  },
  fileTooLarge: {
    ru: 'Файл слишком большой для сессии Telegram. Проверьте, тот ли файл загружен.',
    en: 'The file is too large for a Telegram session. Check that it is the right one.',
  },
  kindMismatch: (claimed: SessionKind, found: SessionKind): Text => ({
    ru:
      `В type указано ${claimed}, а пришёл ${kindNames[found].ru} (${found}). ` +
      'Исправьте type или не указывайте его: тип определится сам.',
    en:
      `type says ${claimed}, but this is ${kindNames[found].en} (${found}). ` +
      'Correct type or leave it out: it is found out by itself.',
  }),
  tooManyFiles: (most: number): Text => ({
    ru: `В папке слишком много файлов (больше ${most}). Оставьте в ней только tdata или .session.`,
    en: `The folder holds too many files (over ${most}). Leave only tdata or .session in it.`,
  }),
  nothingFound: {
    ru:
      'Внутри нет ни папки tdata, ни файлов .session, ни строки сессии (смотрим на четыре папки ' +
      'вглубь). Проверьте, то ли вы упаковали.',
    en:
      'There is no tdata folder, .session file or session string inside (looked four folders deep). ' +
      'Check that the right thing was packed.',
  },

  // archives
  brokenArchive: {
    ru: 'Архив повреждён или загрузился не до конца. Упакуйте папку заново и загрузите ещё раз.',
    en: 'The archive is damaged or was not fully uploaded. Pack the folder again and upload it.',
  },
  encryptedArchive: {
    ru: 'Архив закрыт паролем. Распакуйте его и упакуйте в zip без пароля.',
    en: 'The archive is locked with a password. Unpack it and make a zip without a password.',
  },
  unsupportedCompression: {
    ru: 'Архив сжат необычным способом. Упакуйте папку в обычный zip (Deflate).',
    en: 'The archive is compressed in an unusual way. Pack the folder as a plain zip (Deflate).',
  },
  unsafeName: (name: string): Text => ({
    ru: `В архиве недопустимое имя файла: «${shownName(name)}». Такой архив не распаковываем.`,
    en: `The archive holds a file with a forbidden name: "${shownName(name)}". It is not unpacked.`,
  }),
  unsafeEntry: (name: string): Text => ({
    ru: `В архиве не файл, а ссылка: «${shownName(name)}». Упакуйте папку без ссылок.`,
    en: `The archive holds a link, not a file: "${shownName(name)}". Pack the folder without links.`,
  }),
  repeatedName: (name: string): Text => ({
    ru: `В архиве два файла с одним именем: «${shownName(name)}». Упакуйте папку заново.`,
    en: `The archive holds two files of one name: "${shownName(name)}". Pack the folder again.`,
  }),
  tooManyEntries: (most: number): Text => ({
    ru: `В архиве слишком много файлов (больше ${most}). Оставьте в нём только tdata или .session.`,
    en: `The archive holds too many files (over ${most}). Leave only tdata or .session in it.`,
  }),
  archiveTooLarge: (mostBytes: number): Text => ({
    ru: `После распаковки архив занял бы больше ${Math.round(mostBytes / 1e6)} МБ. Оставьте в нём только tdata или .session.`,
    en: `Unpacked, the archive would take over ${Math.round(mostBytes / 1e6)} MB. Leave only tdata or .session in it.`,
  }),
  archiveBomb: (name: string): Text => ({
    ru: `Файл «${shownName(name)}» в архиве сжат подозрительно сильно или больше, чем заявлено. Такой архив не распаковываем.`,
    en: `The file "${shownName(name)}" in the archive is compressed suspiciously hard or larger than it claims. It is not unpacked.`,
  }),

  // tdata
  tdataWithoutKey: {
    ru:
      'Папка tdata есть, но в ней нет файла key_datas: она скопирована не целиком или осталась от ' +
      'очень старого Telegram Desktop. Закройте Telegram Desktop и скопируйте папку заново.',
    en:
      'There is a tdata folder, but no file key_datas in it: it was not copied whole or comes from ' +
      'a very old Telegram Desktop. Close Telegram Desktop and copy the folder again.',
  },
  damagedTdata: {
    ru:
      'Папка tdata повреждена: файл key_datas не читается. Закройте Telegram Desktop и скопируйте ' +
      'папку заново.',
    en:
      'The tdata folder is damaged: its file key_datas cannot be read. Close Telegram Desktop and ' +
      'copy the folder again.',
  },
  damagedTdataAccount: (number: number, count: number): Text => ({
    ru:
      `Папка tdata повреждена: ${number}-й аккаунт из ${count} не читается. Закройте Telegram ` +
      'Desktop и скопируйте папку заново.',
    en:
      `The tdata folder is damaged: account ${number} of ${count} cannot be read. Close Telegram ` +
      'Desktop and copy the folder again.',
  }),
  tdataVersion: (version: number): Text => ({
    ru: `Папка tdata записана неподходящей версией Telegram Desktop (${version}). Обновите Telegram Desktop, войдите и скопируйте папку заново.`,
    en: `The tdata folder was written by an unfit version of Telegram Desktop (${version}). Update Telegram Desktop, sign in and copy the folder again.`,
  }),
  tdataWithoutAccounts: {
    ru: 'В этой папке tdata никто не вошёл в аккаунт. Войдите в Telegram Desktop и скопируйте папку.',
    en: 'Nobody is signed in in this tdata folder. Sign in in Telegram Desktop and copy the folder.',
  },
  tdataSignedOut: (number: number, count: number): Text => ({
    ru: `В папке tdata ${number}-й аккаунт из ${count} вышел из Telegram. Войдите снова и скопируйте папку.`,
    en: `In the tdata folder, account ${number} of ${count} is signed out. Sign in again and copy the folder.`,
  }),
  passcodeNeeded: {
    ru: 'Папка tdata закрыта код-паролем Telegram Desktop. Укажите его в поле passcode.',
    en: 'The tdata folder is locked with a Telegram Desktop passcode. Give it in the field passcode.',
  },
  passcodeWrong: {
    ru: 'Код-пароль к папке tdata не подошёл. Проверьте его и попробуйте ещё раз.',
    en: 'The passcode does not fit this tdata folder. Check it and try again.',
  },

  // .session files
  damagedSessionFile: {
    ru: 'Файл .session повреждён или загрузился не до конца. Загрузите его ещё раз.',
    en: 'The .session file is damaged or was not fully uploaded. Upload it again.',
  },
  otherDatabase: {
    ru: 'Это база SQLite, но не файл сессии Telethon или Pyrogram.',
    en: 'This is an SQLite database, but not a session file of Telethon or Pyrogram.',
  },
  sessionFileSignedOut: {
    ru: 'В файле .session нет входа: аккаунт в нём так и не вошёл в Telegram.',
    en: 'The .session file holds no sign-in: its account never signed in to Telegram.',
  },

  // session strings
  notASessionString: {
    ru:
      'Это не строка сессии Telethon, Pyrogram, GramJS или mtcute, либо она скопирована не ' +
      'целиком. Скопируйте её от первого до последнего знака; одна строка — один аккаунт.',
    en:
      'This is not a session string of Telethon, Pyrogram, GramJS or mtcute, or it was not copied ' +
      'whole. Copy it from the first sign to the last; one string is one account.',
  },

  // any session
  unknownDc: (dcId: number): Text => ({
    ru: `В сессии указан дата-центр Telegram номер ${dcId}, а такого нет. Скорее всего, она повреждена.`,
    en: `The session names Telegram data centre ${dcId}, which does not exist. It is probably damaged.`,
  }),
  badAuthKey: {
    ru: 'В сессии нет годного ключа входа. Скорее всего, она повреждена.',
    en: 'The session holds no usable auth key. It is probably damaged.',
  },
  botSession: {
    ru: 'Это сессия бота, а не аккаунта. Бота добавляют по его токену.',
    en: "This is a bot's session, not an account's. A bot is added by its token.",
  },
  testSession: {
    ru: 'Это сессия тестовых серверов Telegram. Нужна сессия обычного аккаунта.',
    en: "This session is of Telegram's test servers. A session of a regular account is needed.",
  },
} as const;
