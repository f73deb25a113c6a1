import type { World } from '../world.ts';
import { type Box, type ChatId, countBelow, type Dialog, dialogOf } from './box.ts';
import { boxOf } from './box-of.ts';
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
  if (seen && chatId !== readerId) markSeen(world, seen, readerId);
  return { pts, ptsCount: 1 };
}

/** Tells the sender that the reader got as far as this message of theirs. */
function markSeen(world: World, seen: { ownerId: number; id: number }, readerId: number): void {
  const box = boxOf(world, seen.ownerId);
  const dialog = dialogOf(box, readerId);
  if (dialog.readOutboxMaxId >= seen.id) return;
  dialog.readOutboxMaxId = seen.id;
  recordEvent(world, box, { kind: 'readOutbox', chatId: readerId, maxId: seen.id });
}

/** The sender's own copy of the last message that came in, up to the number given. */
function lastIncoming(box: Box, dialog: Dialog, upTo: number) {
  for (let i = countBelow(dialog.ids, upTo + 1) - 1; i >= 0; i--) {
    const copy = box.copies[(dialog.ids[i] ?? 0) - 1];
    if (!copy || copy.id <= dialog.readInboxMaxId) return undefined;
    if (!copy.out) return copy.message.copies[0];
  }
  return undefined;
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
