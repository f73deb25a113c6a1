import type { tl } from '@mtcute/core';
import type { BoxEvent } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { entityView } from './entity-view.ts';
import { messageView, replyHeader, usersIn } from './message-view.ts';
import { userViews } from './user-view.ts';

/** A change of a box as an update. */
export function boxUpdate(world: World, event: BoxEvent): tl.TypeUpdate {
  const { pts, ptsCount, change } = event;
  switch (change.kind) {
    case 'new':
      return { _: 'updateNewMessage', message: messageView(world, change.copy), pts, ptsCount };
    case 'edit':
      return { _: 'updateEditMessage', message: messageView(world, change.copy), pts, ptsCount };
    case 'delete':
      return { _: 'updateDeleteMessages', messages: change.ids, pts, ptsCount };
    case 'readInbox':
      return {
        _: 'updateReadHistoryInbox',
        peer: { _: 'peerUser', userId: change.chatId },
        maxId: change.maxId,
        stillUnreadCount: change.stillUnread,
        pts,
        ptsCount,
      };
    case 'readOutbox':
      return {
        _: 'updateReadHistoryOutbox',
        peer: { _: 'peerUser', userId: change.chatId },
        maxId: change.maxId,
        pts,
        ptsCount,
      };
    case 'readContents':
      return { _: 'updateReadMessagesContents', messages: change.ids, pts, ptsCount };
  }
}

/** Updates with everyone they name, as they are sent and answered. */
export function updatesOf(
  world: World,
  viewer: User,
  updates: tl.TypeUpdate[],
  userIds: Iterable<number>,
): tl.RawUpdates {
  return {
    _: 'updates',
    updates,
    users: userViews(world, viewer, userIds),
    chats: [],
    date: world.clock.seconds(),
    seq: 0,
  };
}

/**
 * A change of a box as it is pushed. Plain texts between people who have met go out in the short
 * form, which names the other side by id only (https://core.telegram.org/api/updates).
 */
export function pushedUpdate(world: World, viewer: User, event: BoxEvent): tl.TypeUpdates {
  const { change } = event;
  if (change.kind === 'new' && isShort(world, change.copy)) return shortMessage(change.copy, event);
  const copies = change.kind === 'new' || change.kind === 'edit' ? [change.copy] : [];
  return updatesOf(world, viewer, [boxUpdate(world, event)], usersIn(copies));
}

function isShort(world: World, copy: Copy): boolean {
  const { message } = copy;
  if (message.media || message.forwarded || copy.chatId === copy.ownerId) return false;
  if (message.markup || message.guarded) return false;
  if (message.entities.some((entity) => entity.kind === 'mentionName')) return false;
  const dialog = boxOf(world, copy.ownerId).dialogs.get(copy.chatId);
  return dialog !== undefined && dialog.ids[0] !== copy.id;
}

function shortMessage(copy: Copy, at: { pts: number; ptsCount: number }): tl.TypeUpdates {
  const { message } = copy;
  return {
    _: 'updateShortMessage',
    out: copy.out,
    silent: message.silent,
    id: copy.id,
    userId: copy.chatId,
    message: message.text,
    pts: at.pts,
    ptsCount: at.ptsCount,
    date: message.date,
    replyTo: replyHeader(copy),
    entities: message.entities.length > 0 ? message.entities.map(entityView) : undefined,
  };
}
