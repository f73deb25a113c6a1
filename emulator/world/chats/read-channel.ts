import { countBelow } from '../messages/box.ts';
import { boxOf } from '../messages/box-of.ts';
import { announce, type World } from '../world.ts';
import { countUnreadPosts, findDialog } from './channel-box.ts';
import type { Chat } from './chat.ts';

/**
 * Marks messages of a channel or supergroup as read for one person; in a supergroup the authors
 * learn how far their messages were read.
 *
 * @param maxId  the last message read; 0 for all
 * @returns false when there was nothing to read
 */
export function readChannel(
  world: World,
  readerId: number,
  chat: Chat,
  maxId: number,
  session?: string,
): boolean {
  const dialog = findDialog(world, readerId, chat.id);
  const last = dialog?.ids.at(-1) ?? 0;
  const upTo = maxId === 0 ? last : Math.min(maxId, last);
  if (!dialog || upTo <= dialog.readInboxMaxId) return false;
  const from = dialog.readInboxMaxId;
  dialog.readInboxMaxId = upTo;
  const inbox = {
    kind: 'channelRead',
    side: 'inbox',
    viewerId: readerId,
    chatId: chat.id,
  } as const;
  announce(world, { ...inbox, maxId: upTo, session });
  if (chat.kind === 'supergroup') tellAuthors(world, readerId, chat, from, upTo);
  return true;
}

function tellAuthors(world: World, readerId: number, chat: Chat, from: number, upTo: number): void {
  const { copies } = boxOf(world, chat.id);
  const ids = findDialog(world, readerId, chat.id)?.ids ?? [];
  const seen = new Map<number, number>();
  for (let i = countBelow(ids, from + 1); i < ids.length && (ids[i] ?? 0) <= upTo; i++) {
    const author = copies[(ids[i] ?? 0) - 1]?.message.fromId;
    if (author !== undefined && author !== readerId) seen.set(author, ids[i] ?? 0);
  }
  for (const [viewerId, maxId] of seen) {
    const dialog = findDialog(world, viewerId, chat.id);
    if (!dialog || dialog.readOutboxMaxId >= maxId) continue;
    dialog.readOutboxMaxId = maxId;
    announce(world, { kind: 'channelRead', side: 'outbox', viewerId, chatId: chat.id, maxId });
  }
}

/** How much of a channel somebody hasn't read; nothing for who isn't in it. */
export function unreadOf(world: World, viewerId: number, chat: Chat): number {
  const dialog = findDialog(world, viewerId, chat.id);
  return dialog ? countUnreadPosts(world, viewerId, dialog) : 0;
}
