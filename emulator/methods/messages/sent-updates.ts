import type { tl } from '@mtcute/core';
import { isChannelId } from '../../world/chats/chat-id.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { toLong } from '../views/long.ts';
import { messageView, peersIn } from '../views/message-view.ts';
import { updatesOf } from '../views/update-view.ts';

/**
 * The answer to sends in full: under which number each `random_id` is known from now on, and the
 * messages. A repeat of a finished send gets its message with a `pts_count` of 0.
 */
export function sentUpdates(
  world: World,
  from: User,
  copies: readonly Copy[],
  kind: 'new' | 'repeated',
): tl.RawUpdates {
  const updates: tl.TypeUpdate[] = [];
  copies.forEach((copy, index) => {
    if (copy.message.randomId !== undefined) {
      updates.push({
        _: 'updateMessageID',
        id: copy.id,
        randomId: toLong(copy.message.randomId),
      });
    }
    const { pts } = boxOf(world, copy.ownerId);
    updates.push({
      _: isChannelId(copy.ownerId) ? 'updateNewChannelMessage' : 'updateNewMessage',
      message: messageView(world, copy, from.id),
      pts: kind === 'new' ? pts - (copies.length - 1 - index) : pts,
      ptsCount: kind === 'new' ? 1 : 0,
    });
  });
  return updatesOf(world, from, updates, peersIn(copies));
}
