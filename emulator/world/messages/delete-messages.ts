import { isAdmin } from '../chats/member-of.ts';
import { TelegramError } from '../telegram-error.ts';
import type { World } from '../world.ts';
import { type Box, countBelow } from './box.ts';
import { boxOf } from './box-of.ts';
import type { Copy } from './message.ts';
import { countUnread } from './read-history.ts';
import { recordEvent } from './record-event.ts';

/**
 * Deletes messages from the owner's box, and from the others' too if `forAll`. Numbers that the
 * owner doesn't have are passed over.
 *
 * @returns the owner's `pts` and how much it moved
 * @throws TelegramError MESSAGE_DELETE_FORBIDDEN for others' messages in a group that the owner
 *   doesn't administer
 */
export function deleteMessages(
  world: World,
  ownerId: number,
  ids: readonly number[],
  forAll: boolean,
  session?: string,
): { pts: number; ptsCount: number } {
  const box = boxOf(world, ownerId);
  const own = [...new Set(ids)].flatMap((id) => {
    const copy = box.copies[id - 1];
    return copy && !copy.deleted ? [copy] : [];
  });
  if (own.length === 0) return { pts: box.pts, ptsCount: 0 };

  if (forAll) checkMayDelete(world, ownerId, own);
  const byOwner = new Map<number, Copy[]>([[ownerId, own]]);
  if (forAll) {
    for (const copy of own.flatMap(({ message }) => message.copies)) {
      if (copy.deleted || copy.ownerId === ownerId) continue;
      const copies = byOwner.get(copy.ownerId);
      if (copies) copies.push(copy);
      else byOwner.set(copy.ownerId, [copy]);
    }
  }
  for (const [owner, copies] of byOwner) {
    const theirs = boxOf(world, owner);
    for (const copy of copies) takeOut(theirs, copy);
    const deleted = copies.map((copy) => copy.id);
    const by = owner === ownerId ? session : undefined;
    recordEvent(world, theirs, { kind: 'delete', ids: deleted }, deleted.length, by);
  }
  return { pts: box.pts, ptsCount: own.length };
}

/** In a private chat either side may delete for both; in a group only administrators may delete others' messages. */
function checkMayDelete(world: World, ownerId: number, copies: readonly Copy[]): void {
  for (const { chatId, message } of copies) {
    const chat = message.fromId === ownerId ? undefined : world.chats.get(chatId);
    if (chat && !isAdmin(world, chat, ownerId)) {
      throw new TelegramError(403, 'MESSAGE_DELETE_FORBIDDEN');
    }
  }
}

function takeOut(box: Box, copy: Copy): void {
  copy.deleted = true;
  const dialog = box.dialogs.get(copy.chatId);
  if (!dialog) return;
  const place = countBelow(dialog.ids, copy.id);
  if (dialog.ids[place] === copy.id) dialog.ids.splice(place, 1);
  if (!copy.out && copy.id > dialog.readInboxMaxId) dialog.unread = countUnread(box, dialog);
  const last = box.copies[(dialog.ids.at(-1) ?? 0) - 1];
  dialog.lastMessage = last?.message.id ?? 0;
  box.dialogOrder = undefined;
}
