import { type Box, countBelow } from '../messages/box.ts';
import { boxOf } from '../messages/box-of.ts';
import type { Copy } from '../messages/message.ts';
import { recordEvent } from '../messages/record-event.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import { channelIds } from './channel-box.ts';
import { type Chat, GENERAL_TOPIC } from './chat.ts';
import { hasRight, requirePresent } from './member-of.ts';

/**
 * Deletes messages of a channel or supergroup for everyone. Numbers that aren't there are passed
 * over; others' messages take the right to.
 *
 * @returns the channel's `pts` and how much it moved
 * @throws TelegramError MESSAGE_DELETE_FORBIDDEN and those of `requirePresent`
 */
export function deletePosts(
  world: World,
  actor: User,
  chat: Chat,
  ids: readonly number[],
  session?: string,
): { pts: number; ptsCount: number } {
  requirePresent(world, chat, actor.id);
  const box = boxOf(world, chat.id);
  const copies = [...new Set(ids)].flatMap((id) => {
    const copy = box.copies[id - 1];
    return copy && !copy.deleted ? [copy] : [];
  });
  const foreign = copies.some(({ message }) => message.fromId !== actor.id);
  if (foreign && !hasRight(world, chat, actor.id, 'deleteMessages')) {
    throw new TelegramError(403, 'MESSAGE_DELETE_FORBIDDEN');
  }
  if (copies.length === 0) return { pts: box.pts, ptsCount: 0 };
  for (const copy of copies) takeOut(world, box, chat, copy);
  const deleted = copies.map((copy) => copy.id);
  const pts = recordEvent(world, box, { kind: 'delete', ids: deleted }, deleted.length, session);
  return { pts, ptsCount: deleted.length };
}

function takeOut(world: World, box: Box, chat: Chat, copy: Copy): void {
  copy.deleted = true;
  strike(channelIds(world, box.ownerId), copy.id);
  const topic = chat.topics.get(copy.message.topicId ?? GENERAL_TOPIC);
  if (topic) strike(topic.ids, copy.id);
}

function strike(ids: number[], id: number): void {
  const place = countBelow(ids, id);
  if (ids[place] === id) ids.splice(place, 1);
}
