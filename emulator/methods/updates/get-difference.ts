import type { tl } from '@mtcute/core';
import type { Box, BoxEvent } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import { TelegramError } from '../../world/telegram-error.ts';
import { type Call, caller } from '../call.ts';
import { chatViews } from '../views/chat-view.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { boxUpdate, peersInEvent } from '../views/update-view.ts';
import { userViews } from '../views/user-view.ts';
import { stateOf } from './get-state.ts';

/** Changes in one answer at most; the rest comes as further slices. */
const SLICE = 500;

/**
 * What happened after the client's `pts` (https://core.telegram.org/api/updates#recovering-gaps).
 *
 * @throws TelegramError PERSISTENT_TIMESTAMP_EMPTY
 */
export function getDifference(
  call: Call,
  request: tl.updates.RawGetDifferenceRequest,
): tl.updates.TypeDifference {
  const { world } = call;
  const user = caller(call);
  const box = boxOf(world, user.id);
  if (request.pts < 1) throw new TelegramError(400, 'PERSISTENT_TIMESTAMP_EMPTY');
  if (request.pts >= box.pts) {
    return { _: 'updates.differenceEmpty', date: world.clock.seconds(), seq: 1 };
  }
  const from = firstAfter(box, request.pts);
  const missed = box.pts - request.pts;
  const forgotten = from === undefined;
  if (forgotten || (request.ptsTotalLimit !== undefined && missed > request.ptsTotalLimit)) {
    return { _: 'updates.differenceTooLong', pts: box.pts };
  }

  const events = box.log.slice(from, from + SLICE);
  const copies: Copy[] = [];
  const otherUpdates: tl.TypeUpdate[] = [];
  for (const event of events) {
    const { change } = event;
    if (change.kind !== 'new') otherUpdates.push(boxUpdate(world, user.id, user.id, event));
    else if (!change.copy.deleted) copies.push(change.copy);
  }
  const peers = peersIn(copies);
  for (const event of events) for (const id of peersInEvent(user.id, event)) peers.add(id);
  const rest = {
    newMessages: copies.map((copy) => messageView(world, copy, user.id)),
    newEncryptedMessages: [],
    otherUpdates,
    chats: chatViews(world, user, peers),
    users: userViews(world, user, peers),
  };
  const last = events.at(-1);
  if (last && last.pts < box.pts) {
    const intermediateState = stateOf(world, user.id, last.pts);
    return { _: 'updates.differenceSlice', ...rest, intermediateState };
  }
  return { _: 'updates.difference', ...rest, state: stateOf(world, user.id) };
}

/** Place in the log of the first event after `pts`, or undefined when it is no longer there. */
export function firstAfter(box: Box, pts: number): number | undefined {
  const [oldest] = box.log;
  if (!oldest || oldest.pts - oldest.ptsCount > pts) return undefined;
  let low = 0;
  let high = box.log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const event: BoxEvent | undefined = box.log[middle];
    if (event && event.pts <= pts) low = middle + 1;
    else high = middle;
  }
  return low;
}
