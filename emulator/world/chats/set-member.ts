import { boxOf } from '../messages/box-of.ts';
import { announce, type World } from '../world.ts';
import { channelIds } from './channel-box.ts';
import type { Chat, InviteLink, Member } from './chat.ts';

/**
 * Writes down somebody's place in a chat: keeps the count of members and the person's list of
 * channels in step, and tells everyone concerned.
 *
 * @param by  whose hand it was, by which link, and in which session
 */
export function setMember(
  world: World,
  chat: Chat,
  after: Member,
  by: { actorId: number; link?: InviteLink | undefined; session?: string | undefined },
): void {
  const before = chat.members.get(after.userId);
  placeMember(world, chat, after);
  const { actorId, link, session } = by;
  const { userId } = after;
  announce(world, { kind: 'member', chatId: chat.id, actorId, userId, before, after, link });
  if (chat.kind === 'group') announce(world, { kind: 'chat', chatId: chat.id, session });
  if (chat.kind !== 'group' || !after.present) {
    announce(world, { kind: 'chat', chatId: chat.id, viewerId: userId, session });
  }
}

/** The same without a word to anybody: for the first members of a chat, and for many at once. */
export function placeMember(world: World, chat: Chat, after: Member): void {
  const wasPresent = chat.members.get(after.userId)?.present === true;
  if (!wasPresent && after.present) chat.members.delete(after.userId); // comes last in the order
  chat.members.set(after.userId, after);
  if (wasPresent === after.present) return;
  chat.memberCount += after.present ? 1 : -1;
  chat.version++;
  if (after.present) chat.requests.delete(after.userId);
  if (chat.kind === 'group') return;
  const { channelDialogs } = boxOf(world, after.userId);
  if (!after.present) channelDialogs.delete(chat.id);
  else {
    const ids = channelIds(world, chat.id);
    channelDialogs.set(chat.id, {
      chatId: chat.id,
      ids,
      readInboxMaxId: ids.at(-1) ?? 0, // what was there before counts as read
      readOutboxMaxId: 0,
      unread: 0,
      answered: true,
      lastMessage: 0,
    });
  }
}
