import { AppError } from '../errors.ts';
import { enCount, ruCount } from '../text.ts';

/** Why an address of the internet wasn't read; stands in the answer's field `reason`. */
export type FetchReason =
  | 'invalid_url'
  | 'unsupported_scheme'
  | 'internal_address'
  | 'unreachable'
  | 'timeout'
  | 'too_many_redirects'
  | 'not_found'
  | 'http_status'
  | 'not_shared'
  | 'too_large'
  | 'unsupported_encoding';

function failed(
  reason: FetchReason,
  ru: string,
  en: string,
  details: { cause?: unknown; fields?: Record<string, unknown> } = {},
): AppError {
  const fields = { reason, ...details.fields };
  return new AppError('download_failed', { ru, en }, { cause: details.cause, fields });
}

/** The reason of an error made in this file. */
export function fetchReason(error: AppError): FetchReason | undefined {
  return error.code === 'download_failed' ? (error.fields['reason'] as FetchReason) : undefined;
}

export function invalidUrl(): AppError {
  return failed(
    'invalid_url',
    'Это не адрес в интернете. Нужна ссылка целиком, начиная с https://',
    'This is not an internet address. Give the whole link, starting with https://',
  );
}

export function credentialsInUrl(): AppError {
  return failed(
    'invalid_url',
    'В ссылке есть логин или пароль. Уберите их: такие адреса не открываются',
    'The link carries a user name or password. Remove them: such addresses are not opened',
  );
}

export function unsupportedScheme(scheme: string): AppError {
  return failed(
    'unsupported_scheme',
    `Адреса ${scheme} не открываются. Нужна ссылка http:// или https://`,
    `Addresses of ${scheme} are not opened. Give an http:// or https:// link`,
  );
}

export function internalAddress(host: string): AppError {
  return failed(
    'internal_address',
    `${host} ведёт во внутреннюю сеть, туда ходить нельзя. Нужен адрес, открытый из интернета`,
    `${host} leads into an internal network, which is not allowed. Give an address that is open to the internet`,
  );
}

export function unreachable(host: string, cause: unknown): AppError {
  const detail = errorCode(cause);
  const ending = detail ? ` (${detail})` : '';
  return failed(
    'unreachable',
    `Не удалось получить ответ от ${host}${ending}. Проверьте адрес и работает ли этот сервер`,
    `Could not get an answer from ${host}${ending}. Check the address and whether that server works`,
    { cause },
  );
}

export function timedOut(host: string, cause?: unknown): AppError {
  return failed(
    'timeout',
    `${host} отвечает слишком долго. Попробуйте позже или возьмите другой адрес`,
    `${host} takes too long to answer. Try later or use another address`,
    { cause },
  );
}

export function tooManyRedirects(host: string, limit: number): AppError {
  return failed(
    'too_many_redirects',
    `${host} перенаправляет больше ${ruCount(limit, ['раза', 'раз', 'раз'])} подряд. Дайте прямую ссылку`,
    `${host} redirects more than ${enCount(limit, 'time')} in a row. Give a direct link`,
  );
}

/** @param status HTTP status outside 200–299 */
export function badStatus(host: string, status: number): AppError {
  const fields = { status };
  if (status === 404 || status === 410) {
    return failed(
      'not_found',
      `По этой ссылке на ${host} ничего нет (ответ ${status}). Проверьте ссылку`,
      `There is nothing at this link on ${host} (answer ${status}). Check the link`,
      { fields },
    );
  }
  return failed(
    'http_status',
    `${host} не отдал файл (ответ ${status}). Откройте ссылку в браузере без входа в аккаунт: файл должен скачаться`,
    `${host} did not give the file (answer ${status}). Open the link in a browser without signing in: the file should download`,
    { fields },
  );
}

export function notShared(): AppError {
  return failed(
    'not_shared',
    'Google Диск показывает страницу вместо файла. Откройте доступ «Все, у кого есть ссылка» и дайте ссылку на сам файл, а не на папку. Если доступ открыт, файл слишком часто скачивали: попробуйте через сутки',
    'Google Drive shows a page instead of the file. Set access to “Anyone with the link” and give the link of the file itself, not of a folder. If it is shared already, it was downloaded too often: try again in a day',
  );
}

/** @param maxBytes the limit that was exceeded */
export function tooLarge(maxBytes: number): AppError {
  const megabytes = Math.floor((maxBytes / 1024 / 1024) * 10) / 10;
  return failed(
    'too_large',
    `Файл по ссылке больше ${megabytes.toLocaleString('ru')} МБ. Уменьшите его или дайте другой`,
    `The file at the link is larger than ${megabytes} MB. Make it smaller or give another one`,
    { fields: { max_bytes: maxBytes } },
  );
}

export function unsupportedEncoding(host: string, encoding: string): AppError {
  return failed(
    'unsupported_encoding',
    `${host} отдаёт файл только в сжатом виде (${encoding}). Дайте ссылку на обычный файл`,
    `${host} gives the file only compressed (${encoding}). Give a link to the plain file`,
  );
}

/** The disk didn't take what was downloaded: nothing that the asking person could mend. */
export function cannotStore(cause: unknown): AppError {
  return new AppError(
    'internal',
    {
      ru: 'Сервер не смог записать скачанный файл. Администратору: проверьте место на диске и права на папку',
      en: 'The server could not write the downloaded file. Administrator: check the disk space and the rights to the folder',
    },
    { cause },
  );
}

function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as NodeJS.ErrnoException).code;
  return typeof code === 'string' ? code : undefined;
}
