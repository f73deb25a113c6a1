import type { tl } from '@mtcute/core';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { userOfInput } from '../peers.ts';
import { userView } from '../views/user-view.ts';

/** Users by input; those whose access hash is wrong are left out, as Telegram does. */
export function getUsers(call: Call, request: tl.users.RawGetUsersRequest): tl.TypeUser[] {
  const self = caller(call);
  const views: tl.TypeUser[] = [];
  for (const input of request.id) {
    try {
      views.push(userView(call.world, self, userOfInput(call, input)));
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error;
    }
  }
  return views;
}
