import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { announce, type World } from '../world.ts';
import type { Chat } from './chat.ts';
import { checkChannelRoom, emptyChat } from './create-chat.ts';
import { presentMembers, requirePresent } from './member-of.ts';
import { postService } from './post-message.ts';
import { placeMember } from './set-member.ts';
import { beginGeneralTopic } from './topics.ts';

/**
 * Turns a basic group into a supergroup with the same people; only its owner may. The old messages
 * stay in the old group, which takes no more.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED, CHAT_ID_INVALID, CHANNELS_TOO_MUCH
 */
export function migrateChat(world: World, actor: User, group: Chat, session?: string): Chat {
  requirePresent(world, group, actor.id);
  if (group.kind !== 'group' || group.migratedTo !== undefined) {
    throw new TelegramError(400, 'CHAT_ID_INVALID');
  }
  if (group.creatorId !== actor.id) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  checkChannelRoom(world, actor);
  const { title, about } = group;
  const chat = emptyChat(world, actor, { kind: 'supergroup', title, about });
  chat.defaultBanned = group.defaultBanned;
  chat.photo = group.photo;
  for (const member of presentMembers(world, group)) placeMember(world, chat, member);
  postService(world, actor.id, group, { kind: 'migratedTo', chatId: chat.id }, {}, session);
  group.migratedTo = chat.id;
  chat.migratedFrom = group.id;
  postService(
    world,
    actor.id,
    chat,
    { kind: 'migratedFrom', chatId: group.id, title },
    {},
    session,
  );
  beginGeneralTopic(world, chat, false);
  announce(world, { kind: 'chat', chatId: group.id, session });
  announce(world, { kind: 'chat', chatId: chat.id, session });
  return chat;
}
