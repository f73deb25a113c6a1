import { readStringSession } from '@mtcute/core/utils.js';

/** The auth key of a session in mtcute's string form. */
export function keyOf(session: string): Uint8Array {
  return readStringSession(session).authKey;
}
