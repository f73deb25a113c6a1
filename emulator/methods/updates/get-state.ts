import type { tl } from '@mtcute/core';
import { boxOf } from '../../world/messages/box-of.ts';
import type { World } from '../../world/world.ts';
import { type Call, caller } from '../call.ts';

/** Where the caller's box stands. */
export function getState(call: Call): tl.updates.RawState {
  return stateOf(call.world, caller(call).id);
}

/** A box's state; `pts` may be an earlier one, for slices of a difference. */
export function stateOf(world: World, userId: number, pts?: number): tl.updates.RawState {
  const box = boxOf(world, userId);
  let unread = 0;
  for (const dialog of box.dialogs.values()) if (dialog.unread > 0) unread++;
  return {
    _: 'updates.state',
    pts: pts ?? box.pts,
    qts: 0,
    date: world.clock.seconds(),
    seq: 1,
    unreadCount: unread,
  };
}
