import type {
  ForceReply,
  InlineKeyboardButton,
  InlineKeyboardMarkup,
  KeyboardButton,
  ReplyKeyboardMarkup,
  ReplyKeyboardRemove,
} from 'grammy/types';
import type { InlineButton, Key, Markup } from '../../world/bots/markup.ts';

/** Buttons under a message as bots see them; keyboards are not shown back to them. */
export function markupJson(markup: Markup | undefined): InlineKeyboardMarkup | undefined {
  if (markup?.kind !== 'inline') return undefined;
  return { inline_keyboard: markup.rows.map((row) => row.map(buttonJson)) };
}

/** The same for keyboards too, as the control API shows them. */
export function wholeMarkupJson(
  markup: Markup,
): Record<string, unknown> &
  (InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply) {
  switch (markup.kind) {
    case 'inline':
      return { inline_keyboard: markup.rows.map((row) => row.map(buttonJson)) };
    case 'keyboard':
      return {
        keyboard: markup.rows.map((row) => row.map(keyJson)),
        resize_keyboard: markup.resize,
        one_time_keyboard: markup.oneTime,
        is_persistent: markup.persistent,
        selective: markup.selective,
        input_field_placeholder: markup.placeholder,
      };
    case 'remove':
      return { remove_keyboard: true, selective: markup.selective };
    case 'forceReply':
      return {
        force_reply: true,
        selective: markup.selective,
        input_field_placeholder: markup.placeholder,
      };
  }
}

function keyJson({ text, action }: Key): KeyboardButton {
  switch (action.kind) {
    case 'text':
      return { text };
    case 'contact':
      return { text, request_contact: true };
    case 'location':
      return { text, request_location: true };
    case 'webApp':
      return { text, web_app: { url: action.url } };
  }
}

function buttonJson({ text, action }: InlineButton): InlineKeyboardButton {
  switch (action.kind) {
    case 'callback':
      return { text, callback_data: action.data };
    case 'url':
      return { text, url: action.url };
    case 'login':
      return { text, login_url: { url: action.url } };
    case 'webApp':
      return { text, web_app: { url: action.url } };
    case 'switchInline':
      return action.here
        ? { text, switch_inline_query_current_chat: action.query }
        : { text, switch_inline_query: action.query };
    case 'copy':
      return { text, copy_text: { text: action.copied } };
    case 'pay':
      return { text, pay: true };
  }
}
