import type { Markup } from '../bots/markup.ts';
import { documentType } from '../files/file.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import { type Box, dialogOf } from './box.ts';
import { boxOf } from './box-of.ts';
import { checkMayWrite } from './may-write.ts';
import type { Copy, Entity, Media, Message } from './message.ts';
import { cleanText } from './message-text.ts';
import { recordEvent } from './record-event.ts';

export type Draft = {
  text: string;
  entities?: readonly Entity[] | undefined;
  media?: Media | undefined;
  replyTo?: Message | undefined;
  forwarded?: Message['forwarded'];
  markup?: Markup | undefined;
  startParam?: string | undefined;
  silent?: boolean | undefined;
  guarded?: boolean | undefined;
  groupedId?: bigint | undefined;
  randomId?: bigint | undefined;
  /** Telegram Stars that the sender agreed to pay. */
  stars?: number | undefined;
};

/** How many finished sends an account's `random_id`s are remembered for. */
const REMEMBERED_SENDS = 20_000;

/**
 * Sends a message from one user to another: it is stored once, gets a number in both boxes, and
 * everyone concerned is told.
 *
 * @param session  the session that sends; it learns of the message from its answer
 * @returns the sender's copy
 * @throws TelegramError see `checkMayWrite` and `cleanText`; RANDOM_ID_DUPLICATE when the sender
 *   has used this `random_id` (`findSent` tells before)
 */
export function sendMessage(
  world: World,
  from: User,
  to: User,
  draft: Draft,
  session?: string,
): Copy {
  const { text, entities } = cleanText(draft.text, draft.entities ?? [], {
    caption: draft.media !== undefined,
    premium: from.premium,
  });
  if (findSent(world, from, draft.randomId)) throw new TelegramError(500, 'RANDOM_ID_DUPLICATE');
  checkMayWrite(world, from, to, draft);

  const message: Message = {
    id: world.messages.length + 1,
    fromId: from.id,
    toId: to.id,
    date: world.clock.seconds(),
    text,
    entities,
    media: draft.media,
    markup: draft.markup,
    startParam: draft.startParam,
    replyTo: draft.replyTo,
    forwarded: draft.forwarded,
    silent: draft.silent ?? false,
    guarded: draft.guarded ?? false,
    groupedId: draft.groupedId,
    randomId: draft.randomId,
    copies: [],
  };
  world.messages.push(message);
  const own = makeCopy(boxOf(world, from.id), message, to.id);
  const theirs = to.id === from.id ? undefined : makeCopy(boxOf(world, to.id), message, from.id);
  message.copies = theirs ? [own, theirs] : [own];
  place(world, own, session);
  if (theirs) {
    place(world, theirs);
    announce(world, { kind: 'delivered', toId: to.id, message });
  }
  return own;
}

/** The finished send with this `random_id`, if the user made one. */
export function findSent(world: World, from: User, randomId: bigint | undefined): Copy | undefined {
  return randomId === undefined ? undefined : boxOf(world, from.id).sent.get(randomId);
}

/** The message under the next number of a box. */
function makeCopy(box: Box, message: Message, chatId: number): Copy {
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
function place(world: World, copy: Copy, session?: string): void {
  const { message } = copy;
  const box = boxOf(world, copy.ownerId);
  const dialog = dialogOf(box, copy.chatId);
  box.copies.push(copy);
  dialog.ids.push(copy.id);
  dialog.lastMessage = message.id;
  box.dialogOrder = undefined;
  if (copy.out) {
    box.outgoing.push(copy);
    if (message.randomId !== undefined) remember(box, message.randomId, copy);
  } else {
    box.incoming.push(copy);
    dialog.answered = true;
    dialog.unread++;
  }
  recordEvent(world, box, { kind: 'new', copy }, 1, session);
}

function remember(box: Box, randomId: bigint, copy: Copy): void {
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
