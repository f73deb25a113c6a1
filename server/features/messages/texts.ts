import { enCount, ruCount, type Text } from '../../base/text.ts';

export const texts = {
  boundTo: (key: string): Text => ({
    ru: `У этого человека уже есть диалог с аккаунтом ${key}: писать можно только с него.`,
    en: `This person already has a dialog with the account ${key}: only it may write to them.`,
  }),
  noAvailableAccounts: {
    ru: 'Нет свободных аккаунтов: все прогреваются, отдыхают, ограничены или исчерпали дневной лимит.',
    en: 'No account is free: all are warming up, resting, limited or out of their daily limit.',
  },
  messageNotFound: {
    ru: 'Такого сообщения нет.',
    en: 'There is no such message.',
  },
  recipientMissing: {
    ru: 'Укажите, кому писать: user_id, username или phone.',
    en: 'Say whom to write to: user_id, username or phone.',
  },
  contentMissing: {
    ru: 'Укажите текст сообщения в поле content.',
    en: 'Give the text of the message in the field content.',
  },
  fileMissing: {
    ru: 'Укажите файл одним из полей: file_url, file_base64 или file_path.',
    en: 'Give the file in one of the fields file_url, file_base64 or file_path.',
  },
  tooManyFiles: {
    ru: 'Файл задан несколькими полями сразу. Оставьте одно: file_url, file_base64 или file_path.',
    en: 'The file is given in several fields. Keep one of file_url, file_base64, file_path.',
  },
  badBase64: {
    ru: 'Поле file_base64 не читается как base64.',
    en: 'The field file_base64 is not valid base64.',
  },
  fileTooSlow: {
    ru: 'Файл не удалось получить и подготовить за отведённое время, сообщение не отправлено. Повторите запрос или отправьте его с wait=false.',
    en: 'The file could not be fetched and made ready in time; nothing was sent. Repeat the request, or send it with wait=false.',
  },
  outsideMedia: {
    ru: 'file_path должен указывать на файл внутри папки media (MEDIA_DIR).',
    en: 'file_path must name a file inside the media folder (MEDIA_DIR).',
  },
  noSuchMedia: {
    ru: 'Такого файла в папке media нет.',
    en: 'There is no such file in the media folder.',
  },
  noMedia: { ru: 'Такого файла нет.', en: 'There is no such file.' },
  mediaLost: {
    ru: 'Файл пропал с диска сервера. Загрузите его ещё раз.',
    en: 'The file is gone from the disk of the server. Upload it again.',
  },
  oneFileNeeded: {
    ru: 'Пришлите один файл формой: multipart/form-data, поле file.',
    en: 'Send one file as a form: multipart/form-data, the field file.',
  },
  uploadTooLarge: (megabytes: number): Text => ({
    ru: `Файл слишком велик: для этого типа можно до ${megabytes} МБ.`,
    en: `The file is too large: this type takes up to ${megabytes} MB.`,
  }),
  keyReused: {
    ru: 'Этот Idempotency-Key уже использован с другим запросом. Для нового сообщения нужен новый ключ.',
    en: 'This Idempotency-Key was used with another request. A new message needs a new key.',
  },
  unconfirmedForOwner: {
    ru: 'Неизвестно, дошло ли сообщение: связь с Telegram прервалась, пока оно было в пути. Посмотрите в чате; само оно второй раз не уйдёт.',
    en: 'It is not known whether the message arrived: the connection to Telegram broke on the way. Look into the chat; it is not sent again by itself.',
  },
  unconfirmed: {
    ru: 'Неизвестно, дошло ли сообщение: аккаунт заблокирован или удалён, пока оно было в пути.',
    en: 'It is not known whether the message arrived: its account was banned or deleted on the way.',
  },
  stopped: {
    ru: 'Человеку больше никто не напишет',
    en: 'Nobody will write to this person any more',
  },
  stoppedLate: (undecided: number): Text => ({
    ru: `Человеку больше никто не напишет. Telegram ещё не сказал, дошло ли то, что ушло раньше: ${ruCount(undecided, ['сообщение', 'сообщения', 'сообщений'])}`,
    en: `Nobody will write to this person any more. Telegram has not said yet whether what left before has arrived: ${enCount(undecided, 'message')}`,
  }),
  stopLifted: {
    ru: 'Запрет писать этому человеку снят',
    en: 'This person may be written to again',
  },
  notOnList: {
    ru: 'Этого человека нет в списке «не писать».',
    en: 'This person is not on the do-not-contact list.',
  },
  stopsTitle: (file: string): Text => ({
    ru: `Импорт в список «не писать» из файла «${file}»`,
    en: `Import into the do-not-contact list from "${file}"`,
  }),
};
