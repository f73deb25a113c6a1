import { enCount, ruCount, type Text } from '../../base/text.ts';

export const texts = {
  noRoom: (most: number): Text => ({
    ru: `По тарифу можно держать не больше ${ruCount(most, ['аккаунта', 'аккаунтов', 'аккаунтов'])}. Удалите лишний или смените тариф.`,
    en: `The plan lets you keep ${enCount(most, 'account')}. Delete one, or choose another plan.`,
  }),
  notConfigured: {
    ru: 'Настоящий Telegram не настроен: задайте API_ID и API_HASH в .env (их выдаёт my.telegram.org) и перезапустите сервер.',
    en: 'Real Telegram is not set up: put API_ID and API_HASH into .env (my.telegram.org gives them) and restart the server.',
  },
  offline: (key: string): Text => ({
    ru: `Аккаунт ${key} сейчас не на связи. Посмотрите, что с ним: GET /accounts/${key}.`,
    en: `The account ${key} is not connected now. See what is the matter: GET /accounts/${key}.`,
  }),
  added: {
    ru: 'Аккаунт добавлен, начинается прогрев',
    en: 'The account is added, its warm-up begins',
  },
  addedLimited: {
    ru: 'Аккаунт добавлен, но Telegram его ограничил: отправлять он пока не может',
    en: 'The account is added, but Telegram has limited it: it cannot send yet',
  },
  removed: (key: string): Text => ({
    ru: `Аккаунт ${key} удалён`,
    en: `The account ${key} is deleted`,
  }),
  proxySet: (key: string): Text => ({
    ru: `Прокси настроен для аккаунта ${key}`,
    en: `The proxy is set for the account ${key}`,
  }),
  proxyRemoved: (key: string): Text => ({
    ru: `Прокси отключен для аккаунта ${key}`,
    en: `The proxy is off for the account ${key}`,
  }),
  proxyWorks: (ms: number): Text => ({
    ru: `Прокси работает, Telegram ответил за ${ms} мс`,
    en: `The proxy works, Telegram answered in ${ms} ms`,
  }),
  noProxyToTest: {
    ru: 'У аккаунта нет прокси: ни своего, ни общего по умолчанию.',
    en: 'The account has no proxy, neither its own nor a default one.',
  },
  nameTaken: (name: string): Text => ({
    ru: `Имя «${name}» уже носит другой аккаунт.`,
    en: `The name "${name}" belongs to another account.`,
  }),
  nameReserved: {
    ru: 'Имя вида acc_7 может носить только аккаунт с этим номером. Выберите другое.',
    en: 'A name like acc_7 belongs to the account of that number. Choose another one.',
  },
  beingChecked: {
    ru: 'Аккаунт ещё проверяется. Повторите, когда проверка закончится.',
    en: 'The account is still being checked. Try again when the check is over.',
  },
  bannedStays: {
    ru: 'Аккаунт забанен Telegram, вернуть его в работу нельзя.',
    en: 'Telegram has banned the account; it cannot be put back to work.',
  },
  signInFirst: {
    ru: 'Сессия аккаунта больше не действует: войдите заново по номеру телефона (POST /accounts/login).',
    en: 'The session of the account is no longer valid: sign in again by phone (POST /accounts/login).',
  },
  tooManyTags: (most: number): Text => ({
    ru: `У одного из аккаунтов стало бы больше ${ruCount(most, ['метки', 'меток', 'меток'])}. Уберите лишние.`,
    en: `One of the accounts would have more than ${enCount(most, 'tag')}. Take some off first.`,
  }),
  tagged: (n: number): Text => ({
    ru: `Метки изменены: ${ruCount(n, ['аккаунт', 'аккаунта', 'аккаунтов'])}`,
    en: `The tags of ${enCount(n, 'account')} were changed`,
  }),
  loginNotFound: {
    ru: 'Такого входа нет или он устарел. Начните заново: POST /accounts/login.',
    en: 'There is no such sign-in, or it has expired. Start again: POST /accounts/login.',
  },
  codeSent: {
    app: {
      ru: 'Код отправлен в Telegram на других устройствах этого аккаунта',
      en: 'The code was sent to Telegram on the other devices of this account',
    },
    sms: { ru: 'Код отправлен по SMS', en: 'The code was sent by SMS' },
    call: { ru: 'Код продиктуют по телефону', en: 'The code will be told by a phone call' },
    other: { ru: 'Код отправлен', en: 'The code was sent' },
  },
  passwordNeeded: {
    ru: 'Нужен пароль двухэтапной аутентификации',
    en: 'The two-step verification password is needed',
  },
  signedIn: { ru: 'Вход выполнен', en: 'Signed in' },
  proxyUnavailable: {
    ru: 'Прокси не отвечает или не пускает к Telegram. Проверьте адрес, порт, логин и пароль.',
    en: 'The proxy does not answer or does not let through to Telegram. Check its address, port, login and password.',
  },
  proxyHostMissing: {
    ru: 'Укажите host и port прокси. Чтобы использовать общий прокси, передайте только use_proxy.',
    en: 'Give the host and port of the proxy. To use the default one, give use_proxy alone.',
  },
  multipartNeeded: {
    ru: 'Файл передаётся формой multipart/form-data.',
    en: 'The file is given as a multipart/form-data form.',
  },
  badField: (field: string): Text => ({
    ru: `Поле ${field} формы заполнено неверно.`,
    en: `The form field ${field} is not valid.`,
  }),
  badFileName: {
    ru: 'Имя файла в форме неверно: оно ведёт за пределы загружаемой папки.',
    en: 'A file name in the form is not valid: it leads out of the uploaded folder.',
  },
  uploadTooLarge: {
    ru: 'Загрузка больше 512 МБ. Из tdata достаточно папок с ключами, кэш не нужен.',
    en: 'The upload is larger than 512 MB. Of tdata the folders with keys are enough, caches are not needed.',
  },
  nothingGiven: {
    ru: 'Приложите файл (поле file) или передайте строку сессии (поле session_string).',
    en: 'Attach a file (the field file) or give a session string (the field session_string).',
  },
  fileAndString: {
    ru: 'Передайте что-то одно: файл (поле file) или строку сессии (поле session_string).',
    en: 'Give one of the two: a file (the field file) or a session string (the field session_string).',
  },
  oneArchive: {
    ru: 'Архив загружается один и без других файлов. Загрузите каждый архив отдельно.',
    en: 'An archive is uploaded alone, without other files. Upload each archive by itself.',
  },
  namesClash: {
    ru: 'Имена файлов в форме повторяются или слишком длинные. Загрузите папку целиком, с путями.',
    en: 'File names in the form repeat or are too long. Upload the whole folder, with its paths.',
  },
  outsideIncoming: {
    ru: 'file_path должен указывать на файл внутри папки INCOMING_DIR.',
    en: 'file_path must name a file inside the folder INCOMING_DIR.',
  },
  fileMissing: {
    ru: 'Такого файла в папке INCOMING_DIR нет.',
    en: 'There is no such file in the folder INCOMING_DIR.',
  },
  importBroke: {
    ru: 'Файл не удалось обработать из-за внутренней ошибки. Подробности в журнале сервера.',
    en: 'The file could not be processed because of an internal error. The details are in the server log.',
  },
  beingProcessed: {
    ru: 'Этот файл уже обрабатывается.',
    en: 'This file is already being processed.',
  },
};

/** Why an account could not be taken in, by the reason its connection left. */
export const arrivalTexts = {
  already_exists: {
    ru: 'Этот аккаунт уже есть в пуле.',
    en: 'This account is already in the pool.',
  },
  banned: {
    ru: 'Аккаунт забанен Telegram, добавить его нельзя.',
    en: 'Telegram has banned the account; it cannot be added.',
  },
  signed_out: {
    ru: 'Сессия больше не действует: из неё вышли или её отозвали. Войдите заново по номеру телефона.',
    en: 'The session is no longer valid: it was logged out or revoked. Sign in again by phone.',
  },
  proxy_unavailable: {
    ru: 'Прокси не отвечает. Проверьте его или отключите.',
    en: 'The proxy does not answer. Check it or switch it off.',
  },
  flood_wait: {
    ru: 'Telegram просит подождать: слишком много запросов. Повторите позже.',
    en: 'Telegram asks to wait: too many requests. Try again later.',
  },
  unavailable: {
    ru: 'Не удалось связаться с Telegram. Повторите позже.',
    en: 'Telegram could not be reached. Try again later.',
  },
  failed: {
    ru: 'Не удалось проверить аккаунт: Telegram отказал. Подробности в журнале сервера.',
    en: 'The account could not be checked: Telegram refused. The details are in the server log.',
  },
} satisfies Record<string, Text>;
