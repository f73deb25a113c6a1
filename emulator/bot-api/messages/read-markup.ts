import { z } from 'zod';
import type { InlineButton, Key, Markup } from '../../world/bots/markup.ts';
import { type Arguments, textOf } from '../arguments.ts';
import { badRequest } from '../bot-api-error.ts';

const webApp = z.object({ url: z.string() });
const inlineButton = z.object({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  login_url: z.object({ url: z.string() }).optional(),
  web_app: webApp.optional(),
  switch_inline_query: z.string().optional(),
  switch_inline_query_current_chat: z.string().optional(),
  copy_text: z.object({ text: z.string() }).optional(),
  pay: z.boolean().optional(),
});
const key = z.union([
  z.string(),
  z.object({
    text: z.string(),
    request_contact: z.boolean().optional(),
    request_location: z.boolean().optional(),
    web_app: webApp.optional(),
  }),
]);
const selective = z.boolean().optional();
const placeholder = z.string().max(64).optional();
const markupSchema = z.union([
  z.object({ inline_keyboard: z.array(z.array(inlineButton)) }),
  z.object({
    keyboard: z.array(z.array(key)),
    resize_keyboard: z.boolean().optional(),
    one_time_keyboard: z.boolean().optional(),
    is_persistent: z.boolean().optional(),
    selective,
    input_field_placeholder: placeholder,
  }),
  z.object({ remove_keyboard: z.literal(true), selective }),
  z.object({ force_reply: z.literal(true), selective, input_field_placeholder: placeholder }),
]);

/** Bounds of https://core.telegram.org/bots/api#inlinekeyboardbutton; of all buttons, a guess. */
const LONGEST_DATA = 64;
const MOST_BUTTONS = 100;

/**
 * The buttons or the keyboard among a call's arguments; an empty inline keyboard is none.
 *
 * @throws BotApiError 400 `can't parse reply keyboard markup JSON object`, BUTTON_DATA_INVALID,
 *   BUTTON_URL_INVALID, BUTTON_TYPE_INVALID, `reply markup is too long`
 */
export function readMarkup(args: Arguments): Markup | undefined {
  const text = textOf(args, 'reply_markup');
  if (text === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("can't parse reply keyboard markup JSON object");
  }
  return toMarkup(value);
}

/** The same out of JSON that was read already. */
export function toMarkup(value: unknown): Markup | undefined {
  if (typeof value !== 'object' || value === null) {
    throw badRequest('object expected as reply markup');
  }
  if (Object.keys(value).length === 0) return undefined;
  const read = markupSchema.safeParse(value);
  if (!read.success) throw badRequest("can't parse reply keyboard markup JSON object");
  return markupOf(read.data);
}

function markupOf(given: z.output<typeof markupSchema>): Markup | undefined {
  if ('inline_keyboard' in given) {
    const rows = given.inline_keyboard.map((row) => row.map(readButton));
    return filled(rows) && { kind: 'inline', rows: filled(rows) ?? [] };
  }
  if ('keyboard' in given) {
    const rows = filled(given.keyboard.map((row) => row.map(readKey)));
    return (
      rows && {
        kind: 'keyboard',
        rows,
        resize: given.resize_keyboard ?? false,
        oneTime: given.one_time_keyboard ?? false,
        persistent: given.is_persistent ?? false,
        selective: given.selective ?? false,
        placeholder: given.input_field_placeholder,
      }
    );
  }
  if ('remove_keyboard' in given) return { kind: 'remove', selective: given.selective ?? false };
  return {
    kind: 'forceReply',
    selective: given.selective ?? false,
    placeholder: given.input_field_placeholder,
  };
}

/** The rows that have something in them; undefined when none has. */
function filled<T>(rows: T[][]): T[][] | undefined {
  const kept = rows.filter((row) => row.length > 0);
  if (kept.flat().length > MOST_BUTTONS) throw badRequest('reply markup is too long');
  return kept.length > 0 ? kept : undefined;
}

function readButton(given: z.output<typeof inlineButton>): InlineButton {
  const { text } = given;
  if (text === '') throw badRequest('BUTTON_TEXT_INVALID'); // Telegram names it so
  if (given.callback_data !== undefined) {
    const length = Buffer.byteLength(given.callback_data);
    if (length === 0 || length > LONGEST_DATA) throw badRequest('BUTTON_DATA_INVALID');
    return { text, action: { kind: 'callback', data: given.callback_data } };
  }
  if (given.url !== undefined) return { text, action: { kind: 'url', url: checkUrl(given.url) } };
  if (given.login_url) {
    return { text, action: { kind: 'login', url: checkSecureUrl(given.login_url.url) } };
  }
  if (given.web_app) {
    return { text, action: { kind: 'webApp', url: checkSecureUrl(given.web_app.url) } };
  }
  if (given.switch_inline_query !== undefined) {
    return {
      text,
      action: { kind: 'switchInline', query: given.switch_inline_query, here: false },
    };
  }
  if (given.switch_inline_query_current_chat !== undefined) {
    const query = given.switch_inline_query_current_chat;
    return { text, action: { kind: 'switchInline', query, here: true } };
  }
  if (given.copy_text) return { text, action: { kind: 'copy', copied: given.copy_text.text } };
  if (given.pay) return { text, action: { kind: 'pay' } };
  throw badRequest('text buttons are unallowed in the inline keyboard');
}

function readKey(given: z.output<typeof key>): Key {
  if (typeof given === 'string') return { text: given, action: { kind: 'text' } };
  const { text } = given;
  if (given.request_contact) return { text, action: { kind: 'contact' } };
  if (given.request_location) return { text, action: { kind: 'location' } };
  if (given.web_app) {
    return { text, action: { kind: 'webApp', url: checkSecureUrl(given.web_app.url) } };
  }
  return { text, action: { kind: 'text' } };
}

function checkUrl(url: string): string {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  if (!URL.canParse(whole) || !/^(https?|tg|ton):/i.test(whole)) {
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  }
  return /^https?:\/\/[^/?#]+$/i.test(whole) ? `${whole}/` : whole;
}

/** Mini Apps and logins need HTTPS. */
function checkSecureUrl(url: string): string {
  if (!/^https:/i.test(url)) {
    throw badRequest(
      `inline keyboard button Web App URL '${url}' is invalid: Only HTTPS links are allowed`,
    );
  }
  return checkUrl(url);
}
