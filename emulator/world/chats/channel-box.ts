import { type Box, type ChatId, countBelow, type Dialog, dialogOf } from '../messages/box.ts';
import { boxOf } from '../messages/box-of.ts';
import type { World } from '../world.ts';
import { isChannelId } from './chat-id.ts';

/** The box in which a viewer finds the messages of a chat: the channel's, or the viewer's own. */
export function boxWith(world: World, viewerId: number, chatId: ChatId): Box {
  return boxOf(world, isChannelId(chatId) ? chatId : viewerId);
}

/** The numbers of a channel's messages, ascending: one list for all its members. */
export function channelIds(world: World, chatId: ChatId): number[] {
  return dialogOf(boxOf(world, chatId), chatId).ids;
}

/** A viewer's dialog with a chat of any kind, if there is one. */
export function findDialog(world: World, viewerId: number, chatId: ChatId): Dialog | undefined {
  const box = boxOf(world, viewerId);
  if (!isChannelId(chatId)) return box.dialogs.get(chatId);
  return box.channelDialogs.get(chatId);
}

/** Messages of others after the last one that the viewer read. It costs what is unread. */
export function countUnreadPosts(
  world: World,
  viewerId: number,
  dialog: Dialog,
  from = dialog.readInboxMaxId,
): number {
  const { copies } = boxOf(world, dialog.chatId);
  let unread = 0;
  for (let i = countBelow(dialog.ids, from + 1); i < dialog.ids.length; i++) {
    if (copies[(dialog.ids[i] ?? 0) - 1]?.message.fromId !== viewerId) unread++;
  }
  return unread;
}

/** The world-wide id of a channel's latest message, by which dialogs are listed; 0 for none. */
export function lastPost(world: World, dialog: Dialog): number {
  const { copies } = boxOf(world, dialog.chatId);
  return copies[(dialog.ids.at(-1) ?? 0) - 1]?.message.id ?? 0;
}
