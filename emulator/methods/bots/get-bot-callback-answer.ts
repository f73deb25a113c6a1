import type { tl } from '@mtcute/core';
import type { CallbackAnswer } from '../../world/bots/callback-query.ts';
import { pressButton } from '../../world/bots/press-button.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { userOfPeer } from '../peers.ts';

/**
 * Presses a button and waits for what its bot says.
 *
 * @throws TelegramError PEER_ID_INVALID, MESSAGE_ID_INVALID, DATA_INVALID, BOT_RESPONSE_TIMEOUT
 */
export async function getBotCallbackAnswer(
  call: Call,
  request: tl.messages.RawGetBotCallbackAnswerRequest,
): Promise<tl.messages.RawBotCallbackAnswer> {
  userOfPeer(call, request.peer);
  const data = Buffer.from(request.data ?? []).toString();
  const query = pressButton(call.world, caller(call), request.msgId, data);
  const answer = await new Promise<CallbackAnswer | 'none'>((resolve) => {
    if (query.answer) resolve(query.answer);
    else query.waiting.push(resolve);
  });
  if (answer === 'none') throw new TelegramError(400, 'BOT_RESPONSE_TIMEOUT');
  return {
    _: 'messages.botCallbackAnswer',
    alert: answer.alert,
    hasUrl: answer.url !== undefined,
    nativeUi: true,
    message: answer.text || undefined,
    url: answer.url,
    cacheTime: answer.cacheSeconds,
  };
}
