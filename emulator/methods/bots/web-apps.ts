import type { tl } from '@mtcute/core';
import type { Bot } from '../../world/bots/bot.ts';
import { sendWebAppData, signInitData } from '../../world/bots/web-app.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { sentUpdates } from '../messages/sent-updates.ts';
import { userOfInput } from '../peers.ts';
import { fromLong } from '../views/long.ts';

/** Opens a Mini App by a button. @throws TelegramError BOT_INVALID, URL_INVALID */
export function requestWebView(
  call: Call,
  request: tl.messages.RawRequestWebViewRequest,
): tl.RawWebViewResultUrl {
  const bot = botOf(call, request.bot);
  const menu = bot.menuButtons.get(caller(call).id) ?? bot.menuButtons.get(0);
  const url = request.url ?? (menu?.kind === 'webApp' ? menu.url : undefined);
  if (url === undefined || !URL.canParse(url)) throw new TelegramError(400, 'URL_INVALID');
  const opening = { query: true, startParam: request.startParam };
  const { initData } = signInitData(call.world, bot, caller(call), opening);
  const app = new URL(url);
  const said = {
    tgWebAppData: initData,
    tgWebAppVersion: '9.1',
    tgWebAppPlatform: request.platform,
  };
  app.hash = new URLSearchParams(said).toString();
  return { _: 'webViewResultUrl', url: app.href };
}

/** Sends what a Mini App opened by a key of a keyboard has to say. @throws TelegramError see the world */
export function sendWebViewData(
  call: Call,
  request: tl.messages.RawSendWebViewDataRequest,
): tl.TypeUpdates {
  const person = caller(call);
  const bot = userOfInput(call, request.bot);
  const randomId = fromLong(request.randomId);
  const sent = { button: request.buttonText, data: request.data, randomId };
  const copy = sendWebAppData(call.world, person, bot, sent, call.session);
  return sentUpdates(call.world, person, [copy], 'new');
}

function botOf(call: Call, input: tl.TypeInputUser): Bot {
  const bot = call.world.bots.get(userOfInput(call, input).id);
  if (!bot) throw new TelegramError(400, 'BOT_INVALID');
  return bot;
}
