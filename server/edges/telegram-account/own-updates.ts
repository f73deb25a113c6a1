import type { tl } from '@mtcute/core';
import type { Client } from './client.ts';

/**
 * mtcute could keep the answer's own updates from being told again, but it knows them by their
 * `pts`, and the answer to a repeat carries that of the newest update: what a person wrote in that
 * moment would never be heard. Own messages are left out when listening.
 */
const TELL_ALL = false;

/**
 * Moves the account's count of updates on past a message of its own, as Telegram answered its
 * sending; otherwise the next update would look as if one had been lost.
 */
export function countOwnMessage(tg: Client['tg'], answer: tl.TypeUpdates): void {
  const isShort = answer._ === 'updateShortSentMessage';
  tg.handleClientUpdate(isShort ? emptyUpdate(answer) : answer, TELL_ALL);
}

/** The short form names no update that could be counted. */
function emptyUpdate({ pts, ptsCount }: tl.RawUpdateShortSentMessage): tl.RawUpdates {
  const update: tl.TypeUpdate = { _: 'mtcute.dummyUpdate', pts, ptsCount, channelId: 0 };
  return { _: 'updates', seq: 0, date: 0, chats: [], users: [], updates: [update] };
}
