import type { tl } from '@mtcute/core';
import { bareId, isChannelId, isChatId } from '../../world/chats/chat-id.ts';
import type { Box, BoxEvent } from '../../world/messages/box.ts';
import { boxOf } from '../../world/messages/box-of.ts';
import type { Copy } from '../../world/messages/message.ts';
import type { User } from '../../world/users/user.ts';
import type { World } from '../../world/world.ts';
import { chatViews } from './chat-view.ts';
import { entityView } from './entity-view.ts';
import { messageView, peersIn, replyHeader } from './message-view.ts';
import { peerView } from './peer-view.ts';
import { userViews } from './user-view.ts';

/** A change of a box as an update to a viewer of it. */
export function boxUpdate(
  world: World,
  viewerId: number,
  ownerId: Box['ownerId'],
  event: BoxEvent,
): tl.TypeUpdate {
  const { pts, ptsCount, change } = event;
  if (isChannelId(ownerId)) return channelUpdate(world, viewerId, bareId(ownerId), event);
  switch (change.kind) {
    case 'new':
      return {
        _: 'updateNewMessage',
        message: messageView(world, change.copy, viewerId),
        pts,
        ptsCount,
      };
    case 'edit':
      return {
        _: 'updateEditMessage',
        message: messageView(world, change.copy, viewerId),
        pts,
        ptsCount,
      };
    case 'delete':
      return { _: 'updateDeleteMessages', messages: change.ids, pts, ptsCount };
    case 'readInbox':
      return {
        _: 'updateReadHistoryInbox',
        peer: peerView(change.chatId),
        maxId: change.maxId,
        stillUnreadCount: change.stillUnread,
        pts,
        ptsCount,
      };
    case 'readOutbox':
      return {
        _: 'updateReadHistoryOutbox',
        peer: peerView(change.chatId),
        maxId: change.maxId,
        pts,
        ptsCount,
      };
    case 'readContents':
      return { _: 'updateReadMessagesContents', messages: change.ids, pts, ptsCount };
  }
}

/** The same for what happens in a channel's or supergroup's box; its marks aren't kept there. */
function channelUpdate(
  world: World,
  viewerId: number,
  channelId: number,
  { pts, ptsCount, change }: BoxEvent,
): tl.TypeUpdate {
  switch (change.kind) {
    case 'new':
    case 'edit': {
      const message = messageView(world, change.copy, viewerId);
      return change.kind === 'new'
        ? { _: 'updateNewChannelMessage', message, pts, ptsCount }
        : { _: 'updateEditChannelMessage', message, pts, ptsCount };
    }
    case 'delete':
      return {
        _: 'updateDeleteChannelMessages',
        channelId,
        messages: change.ids,
        pts,
        ptsCount,
      };
    default:
      throw new Error(`A channel's box has no ${change.kind}`);
  }
}

/** Everyone and every chat that a change of a box names. */
export function peersInEvent(ownerId: Box['ownerId'], { change }: BoxEvent): Set<number> {
  const ids = peersIn(change.kind === 'new' || change.kind === 'edit' ? [change.copy] : []);
  if (isChatId(ownerId)) ids.add(ownerId);
  if ('chatId' in change) ids.add(change.chatId);
  return ids;
}

/** Updates with everyone and every chat they name, as they are sent and answered. */
export function updatesOf(
  world: World,
  viewer: User,
  updates: tl.TypeUpdate[],
  peerIds: Iterable<number>,
): tl.RawUpdates {
  return {
    _: 'updates',
    updates,
    users: userViews(world, viewer, peerIds),
    chats: chatViews(world, viewer, peerIds),
    date: world.clock.seconds(),
    seq: 0,
  };
}

/**
 * A change of a box as it is pushed. Plain texts between people who have met go out in the short
 * form, which names the other side by id only (https://core.telegram.org/api/updates).
 */
export function pushedUpdate(
  world: World,
  viewer: User,
  ownerId: Box['ownerId'],
  event: BoxEvent,
): tl.TypeUpdates {
  const { change } = event;
  if (change.kind === 'new' && isShort(world, change.copy)) return shortMessage(change.copy, event);
  const update = boxUpdate(world, viewer.id, ownerId, event);
  return updatesOf(world, viewer, [update], peersInEvent(ownerId, event));
}

function isShort(world: World, copy: Copy): boolean {
  const { message } = copy;
  if (message.media || message.forwarded || copy.chatId === copy.ownerId) return false;
  if (message.service || message.viaBotId || message.businessBotId) return false;
  if (message.markup || message.guarded || isChatId(copy.chatId)) return false;
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
