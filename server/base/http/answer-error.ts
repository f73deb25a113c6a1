import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, errorStatus } from '../../../contract/errors.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Language, Text } from '../text.ts';
import { ValidationError } from './validate.ts';

/** The one place where an error becomes an answer: `{success: false, error, message, …}`. */
export function answerError(
  log: Log,
  language: Language,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const known = toAppError(error);
  if (known.code === 'internal')
    log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'request failed',
    );
  if (known.retryAfter !== undefined) reply.header('retry-after', known.retryAfter);
  reply
    .code(errorStatus[known.code])
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({
      success: false,
      error: known.code,
      message: known.text[language],
      ...(known.retryAfter !== undefined && { retry_after: known.retryAfter }),
      ...known.fields,
    });
}

export function answerUnknownRoute(
  language: Language,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const text: Text = {
    ru: `Такого адреса нет: ${request.method} ${request.url.split('?')[0]}. Все адреса описаны в /docs.`,
    en: `There is no ${request.method} ${request.url.split('?')[0]}. All addresses are described at /docs.`,
  };
  reply.code(404).send({ success: false, error: 'not_found', message: text[language] });
}

/** Answers what is no HTTP, has too large a header or came too slowly, and hangs up. */
export function answerBrokenRequest(language: Language, socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const message = texts.invalidRequest[language];
  const body = JSON.stringify({ success: false, error: 'invalid_request', message });
  socket.end(
    [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ValidationError)
    return new AppError('invalid_request', error.text, { fields: { details: error.details } });
  const { statusCode, code } = (error ?? {}) as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return new AppError('invalid_json', texts.invalidJson);
  if (error instanceof SyntaxError && statusCode === 400)
    return new AppError('invalid_json', texts.invalidJson);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || code === 'FST_REQ_FILE_TOO_LARGE')
    return new AppError('body_too_large', texts.tooLarge);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new AppError('invalid_request', texts.contentType);
  const client = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  const fallback: ErrorCode = client ? 'invalid_request' : 'internal';
  return new AppError(fallback, client ? texts.invalidRequest : texts.internal, { cause: error });
}

const texts = {
  invalidJson: {
    ru: 'Тело запроса не читается как JSON.',
    en: 'The body of the request is not valid JSON.',
  },
  tooLarge: {
    ru: 'Запрос слишком большой. Большие файлы передавайте ссылкой (file_url) или кладите в папку media (file_path).',
    en: 'The request is too large. Give big files by link (file_url) or from the media folder (file_path).',
  },
  contentType: {
    ru: 'Такой Content-Type здесь не принимается. Нужен application/json, для файлов multipart/form-data.',
    en: 'This Content-Type is not accepted here. It takes application/json, multipart/form-data for files.',
  },
  invalidRequest: { ru: 'Запрос составлен неверно.', en: 'The request is not well formed.' },
  internal: {
    ru: 'Внутренняя ошибка. Подробности в журнале сервера.',
    en: 'Internal error. The details are in the server log.',
  },
} satisfies Record<string, Text>;
