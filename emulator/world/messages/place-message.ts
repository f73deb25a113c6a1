import { isChatId } from '../chats/chat-id.ts';
import { documentType } from '../files/file.ts';
import type { World } from '../world.ts';
import { type Box, type ChatId, dialogOf } from './box.ts';
import { boxOf } from './box-of.ts';
import type { Copy, Media, Message } from './message.ts';
import { recordEvent } from './record-event.ts';

/** How many finished sends an account's `random_id`s are remembered for. */
const REMEMBERED_SENDS = 20_000;

/** The message under the next number of a box. */
export function makeCopy(box: Box, message: Message, chatId: ChatId): Copy {
  return {
    ownerId: box.ownerId,
    id: box.copies.length + 1,
    message,
    chatId,
    out: message.fromId === box.ownerId,
    mediaUnread: needsPlaying(message.media) && chatId !== box.ownerId,
    deleted: false,
  };
}

/** Puts the copy into its owner's box, and logs and announces it. */
export function place(world: World, copy: Copy, session?: string): void {
  const { message } = copy;
  const box = boxOf(world, copy.ownerId);
  const dialog = dialogOf(box, copy.chatId);
  box.copies.push(copy);
  dialog.ids.push(copy.id);
  dialog.lastMessage = message.id;
  box.dialogOrder = undefined;
  const isPrivate = !isChatId(copy.chatId);
  if (copy.out) {
    if (isPrivate) box.outgoing.push(copy);
    if (message.randomId !== undefined) remember(box, message.randomId, copy);
  } else {
    if (isPrivate) box.incoming.push(copy);
    dialog.answered = true;
    dialog.unread++;
  }
  recordEvent(world, box, { kind: 'new', copy }, 1, session);
}

export function remember(box: Box, randomId: bigint, copy: Copy): void {
  box.sent.set(randomId, copy);
  if (box.sent.size <= REMEMBERED_SENDS) return;
  for (const oldest of box.sent.keys()) {
    box.sent.delete(oldest);
    return;
  }
}

function needsPlaying(media: Media | undefined): boolean {
  if (media?.kind !== 'document') return false;
  const type = documentType(media.document);
  return type === 'voice' || type === 'video_note';
}
