import type { tl } from '@mtcute/core';
import type { InlineButton, Key, Markup } from '../../world/bots/markup.ts';

/** Buttons and keyboards as people's apps get them. */
export function markupView(markup: Markup): tl.TypeReplyMarkup {
  switch (markup.kind) {
    case 'inline':
      return { _: 'replyInlineMarkup', rows: markup.rows.map((row) => rowOf(row.map(buttonView))) };
    case 'keyboard':
      return {
        _: 'replyKeyboardMarkup',
        rows: markup.rows.map((row) => rowOf(row.map(keyView))),
        resize: markup.resize,
        singleUse: markup.oneTime,
        persistent: markup.persistent,
        selective: markup.selective,
        placeholder: markup.placeholder,
      };
    case 'remove':
      return { _: 'replyKeyboardHide', selective: markup.selective };
    case 'forceReply':
      return {
        _: 'replyKeyboardForceReply',
        singleUse: true,
        selective: markup.selective,
        placeholder: markup.placeholder,
      };
  }
}

function rowOf(buttons: tl.TypeKeyboardButton[]): tl.RawKeyboardButtonRow {
  return { _: 'keyboardButtonRow', buttons };
}

function buttonView({ text, action }: InlineButton): tl.TypeKeyboardButton {
  switch (action.kind) {
    case 'callback':
      return { _: 'keyboardButtonCallback', text, data: Buffer.from(action.data) };
    case 'url':
      return { _: 'keyboardButtonUrl', text, url: action.url };
    case 'login':
      return { _: 'keyboardButtonUrlAuth', text, url: action.url, buttonId: 0 };
    case 'webApp':
      return { _: 'keyboardButtonWebView', text, url: action.url };
    case 'switchInline':
      return {
        _: 'keyboardButtonSwitchInline',
        text,
        query: action.query,
        samePeer: action.here,
      };
    case 'copy':
      return { _: 'keyboardButtonCopy', text, copyText: action.copied };
    case 'pay':
      return { _: 'keyboardButtonBuy', text };
  }
}

function keyView({ text, action }: Key): tl.TypeKeyboardButton {
  switch (action.kind) {
    case 'text':
      return { _: 'keyboardButton', text };
    case 'contact':
      return { _: 'keyboardButtonRequestPhone', text };
    case 'location':
      return { _: 'keyboardButtonRequestGeoLocation', text };
    case 'webApp':
      return { _: 'keyboardButtonSimpleWebView', text, url: action.url };
  }
}
