import type { tl } from '@mtcute/core';
import { endKey } from '../../world/sessions/sign-in.ts';
import type { Call } from '../call.ts';

/** Signs the key out; it may sign in again. */
export function logOut(call: Call): tl.auth.RawLoggedOut {
  endKey(call.world, call.key, 'signed out');
  return { _: 'auth.loggedOut' };
}
