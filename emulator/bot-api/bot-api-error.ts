import type { TelegramError } from '../world/telegram-error.ts';

/** A refusal in the Bot API's words (https://core.telegram.org/bots/api#making-requests). */
export class BotApiError extends Error {
  readonly code: number;
  readonly description: string;
  readonly parameters?: { retry_after?: number; migrate_to_chat_id?: number } | undefined;

  constructor(code: number, description: string, parameters?: BotApiError['parameters']) {
    super(description);
    this.code = code;
    this.description = description;
    this.parameters = parameters;
  }
}

/** What the caller asked for cannot be understood or done: 400 with Telegram's prefix. */
export const badRequest = (what: string) => new BotApiError(400, `Bad Request: ${what}`);

/** @param seconds  how long to keep still */
export function tooManyRequests(seconds: number): BotApiError {
  const text = `Too Many Requests: retry after ${seconds}`;
  return new BotApiError(429, text, { retry_after: seconds });
}

/** What the Bot API says where MTProto has a name in capitals; other names are told as they are. */
const wordings: Record<string, [code: number, description: string]> = {
  BUSINESS_CONNECTION_INVALID: [400, 'Bad Request: business connection not found'],
  CHANNEL_FORUM_MISSING: [400, 'Bad Request: the chat is not a forum'],
  CHAT_ADMIN_REQUIRED: [400, 'Bad Request: not enough rights'],
  CHAT_WRITE_FORBIDDEN: [400, 'Bad Request: not enough rights to send text messages to the chat'],
  ENTITY_BOUNDS_INVALID: [400, "Bad Request: can't parse entities: entity bounds are wrong"],
  INPUT_USER_DEACTIVATED: [403, 'Forbidden: user is deactivated'],
  MEDIA_CAPTION_TOO_LONG: [400, 'Bad Request: message caption is too long'],
  MESSAGE_AUTHOR_REQUIRED: [400, "Bad Request: message can't be edited"],
  MESSAGE_DELETE_FORBIDDEN: [400, "Bad Request: message can't be deleted"],
  MESSAGE_EDIT_TIME_EXPIRED: [400, "Bad Request: message can't be edited"],
  MESSAGE_EMPTY: [400, 'Bad Request: message text is empty'],
  MESSAGE_ID_INVALID: [400, 'Bad Request: message not found'],
  MESSAGE_NOT_MODIFIED: [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  ],
  MESSAGE_TOO_LONG: [400, 'Bad Request: message is too long'],
  PEER_ID_INVALID: [403, "Forbidden: bot can't initiate conversation with a user"],
  QUERY_ID_INVALID: [
    400,
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  ],
  TOPIC_DELETED: [400, 'Bad Request: message thread not found'],
  TOPIC_ID_INVALID: [400, 'Bad Request: message thread not found'],
  USER_ADMIN_INVALID: [400, 'Bad Request: user is an administrator of the chat'],
  USER_IS_BLOCKED: [403, 'Forbidden: bot was blocked by the user'],
  USER_IS_BOT: [403, "Forbidden: bot can't send messages to bots"],
  WEBPAGE_CURL_FAILED: [400, 'Bad Request: failed to get HTTP URL content'],
};

const prefixes: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
};

/** The world's refusal in the Bot API's words. */
export function wordedForBots(error: TelegramError): BotApiError {
  const wait = /^(?:FLOOD_WAIT|FLOOD_PREMIUM_WAIT|SLOWMODE_WAIT)_(\d+)$/.exec(error.text);
  if (wait) return tooManyRequests(Number(wait[1]));
  const wording = wordings[error.text];
  if (wording) return new BotApiError(...wording);
  const code = error.code in prefixes ? error.code : 400;
  return new BotApiError(code, `${prefixes[code]}: ${error.text}`);
}
