import type { tl } from '@mtcute/core';
import {
  resendCode as resendInWorld,
  sendCode as sendInWorld,
} from '../../world/sessions/send-code.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import type { Call } from '../call.ts';
import { sentCodeView } from './sent-code.ts';

/** @throws TelegramError API_ID_INVALID, PHONE_NUMBER_INVALID, PHONE_NUMBER_BANNED */
export function sendCode(call: Call, request: tl.auth.RawSendCodeRequest): tl.auth.TypeSentCode {
  if (request.apiId <= 0) throw new TelegramError(400, 'API_ID_INVALID');
  return sentCodeView(sendInWorld(call.world, request.phoneNumber));
}

/** @throws TelegramError PHONE_CODE_EXPIRED */
export function resendCode(
  call: Call,
  request: tl.auth.RawResendCodeRequest,
): tl.auth.TypeSentCode {
  return sentCodeView(resendInWorld(call.world, request.phoneNumber, request.phoneCodeHash));
}

/** Gives a code up. */
export function cancelCode(call: Call, request: tl.auth.RawCancelCodeRequest): boolean {
  call.world.logins.delete(request.phoneCodeHash);
  return true;
}
