import { isChatId } from '../chats/chat-id.ts';
import type { World } from '../world.ts';
import { type Box, type ChatId, countBelow, type Dialog, dialogOf } from './box.ts';
import { boxOf } from './box-of.ts';
import type { Copy } from './message.ts';
import { recordEvent } from './record-event.ts';

/**
 * Marks messages of a chat as read; the other side's messages become seen.
 *
 * @param maxId  the reader's number of the last message read; 0 for all
 * @returns the reader's `pts` and how much it moved (0 when there was nothing to read)
 */
export function readHistory(
  world: World,
  readerId: number,
  chatId: ChatId,
  maxId: number,
  session?: string,
): { pts: number; ptsCount: number } {
  const box = boxOf(world, readerId);
  const dialog = box.dialogs.get(chatId);
  const last = dialog?.ids.at(-1) ?? 0;
  const upTo = maxId === 0 ? last : Math.min(maxId, last);
  if (!dialog || upTo <= dialog.readInboxMaxId) return { pts: box.pts, ptsCount: 0 };

  const seen = lastIncoming(box, dialog, upTo);
  dialog.readInboxMaxId = upTo;
  dialog.unread = countUnread(box, dialog);
  const change = { kind: 'readInbox', chatId, maxId: upTo, stillUnread: dialog.unread } as const;
  const pts = recordEvent(world, box, change, 1, session);
  if (chatId === readerId) return { pts, ptsCount: 1 };
  const sendersChat = isChatId(chatId) ? chatId : readerId;
  for (const copy of seen) markSeen(world, copy, sendersChat);
  return { pts, ptsCount: 1 };
}

/** Tells the sender that somebody got as far as this message of theirs. */
function markSeen(world: World, seen: Copy, chatId: ChatId): void {
  const box = boxOf(world, seen.ownerId);
  const dialog = dialogOf(box, chatId);
  if (dialog.readOutboxMaxId >= seen.id) return;
  dialog.readOutboxMaxId = seen.id;
  recordEvent(world, box, { kind: 'readOutbox', chatId, maxId: seen.id });
}

/** The senders' own copies of the last messages that came in, up to the number given: one each. */
function lastIncoming(box: Box, dialog: Dialog, upTo: number): Copy[] {
  const last = new Map<number, Copy>();
  const many = isChatId(dialog.chatId);
  for (let i = countBelow(dialog.ids, upTo + 1) - 1; i >= 0; i--) {
    const copy = box.copies[(dialog.ids[i] ?? 0) - 1];
    if (!copy || copy.id <= dialog.readInboxMaxId) break;
    const [senders] = copy.message.copies;
    if (copy.out || !senders || last.has(senders.ownerId)) continue;
    last.set(senders.ownerId, senders);
    if (!many) break;
  }
  return [...last.values()];
}

/** Incoming messages after the last one read. */
export function countUnread(box: Box, dialog: Dialog): number {
  let unread = 0;
  for (let i = dialog.ids.length - 1; i >= 0; i--) {
    const copy = box.copies[(dialog.ids[i] ?? 0) - 1];
    if (!copy || copy.id <= dialog.readInboxMaxId) break;
    if (!copy.out) unread++;
  }
  return unread;
}
