import type { Markup } from '../bots/markup.ts';
import { boxWith } from '../chats/channel-box.ts';
import { isChannelId } from '../chats/chat-id.ts';
import { hasRight } from '../chats/member-of.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { type ChatId, copyById } from './box.ts';
import { boxOf } from './box-of.ts';
import type { Copy, Entity, Media } from './message.ts';
import { cleanText } from './message-text.ts';
import { recordEvent } from './record-event.ts';

/** How long a message may be edited, in seconds (`config.edit_time_limit`). */
const EDIT_TIME = 48 * 60 * 60;

/**
 * Changes a message for everyone who has it: its text or caption, its media if one is given, and
 * its buttons, which go when none are given. In a channel, administrators with that right may
 * change others' posts.
 *
 * @param id  the author's number of the message, or the channel's
 * @returns the author's copy, or the channel's
 * @throws TelegramError MESSAGE_ID_INVALID, MESSAGE_AUTHOR_REQUIRED, MESSAGE_EDIT_TIME_EXPIRED,
 *   MESSAGE_NOT_MODIFIED, and those of `cleanText`
 */
export function editMessage(
  world: World,
  author: User,
  chatId: ChatId,
  id: number,
  change: {
    text: string;
    entities: readonly Entity[];
    media?: Media | undefined;
    markup?: Markup | undefined;
  },
  session?: string,
): Copy {
  const own = copyById(boxWith(world, author.id, chatId), id);
  if (own?.chatId !== chatId || own.message.service) {
    throw new TelegramError(400, 'MESSAGE_ID_INVALID');
  }
  const { message } = own;
  if (message.fromId !== author.id && !mayEditPosts(world, author, chatId)) {
    throw new TelegramError(403, 'MESSAGE_AUTHOR_REQUIRED');
  }
  if (world.clock.seconds() - message.date > EDIT_TIME && !isChannelId(chatId)) {
    throw new TelegramError(400, 'MESSAGE_EDIT_TIME_EXPIRED');
  }
  const media = change.media ?? message.media;
  const caption = media !== undefined;
  const { text, entities } = cleanText(change.text, change.entities, {
    caption,
    premium: author.premium,
  });
  const same =
    text === message.text &&
    media === message.media &&
    isSame(entities, message.entities) &&
    isSame(change.markup, message.markup);
  if (same) throw new TelegramError(400, 'MESSAGE_NOT_MODIFIED');

  message.text = text;
  message.entities = entities;
  message.media = media;
  message.markup = change.markup;
  message.editDate = world.clock.seconds();
  for (const copy of message.copies) {
    if (copy.deleted) continue;
    const by = copy === own ? session : undefined;
    recordEvent(world, boxOf(world, copy.ownerId), { kind: 'edit', copy }, 1, by);
  }
  return own;
}

function mayEditPosts(world: World, author: User, chatId: ChatId): boolean {
  const chat = world.chats.get(chatId);
  return chat?.kind === 'channel' && hasRight(world, chat, author.id, 'editMessages');
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
