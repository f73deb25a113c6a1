import type { tl } from '@mtcute/core';
import { setOnline } from '../../world/users/set-online.ts';
import { type Call, caller } from '../call.ts';

/** The app is looked at, or no longer. */
export function updateStatus(call: Call, request: tl.account.RawUpdateStatusRequest): boolean {
  setOnline(call.world, caller(call), !request.offline);
  return true;
}
