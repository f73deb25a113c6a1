import { boxOf } from '../messages/box-of.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import { claimUsername } from '../users/username.ts';
import { announce, type World } from '../world.ts';
import type { Chat } from './chat.ts';
import { presentMembers, requirePresent } from './member-of.ts';

/** Does away with a chat for everyone; only its owner may. @throws TelegramError CHAT_ADMIN_REQUIRED and those of `requirePresent` */
export function deleteChat(world: World, actor: User, chat: Chat, session?: string): void {
  requirePresent(world, chat, actor.id);
  if (chat.creatorId !== actor.id) throw new TelegramError(400, 'CHAT_ADMIN_REQUIRED');
  const everyone = [...presentMembers(world, chat)].map(({ userId }) => userId);
  chat.deleted = true;
  claimUsername(world, chat, undefined);
  for (const userId of everyone) {
    boxOf(world, userId).channelDialogs.delete(chat.id);
    announce(world, { kind: 'chat', chatId: chat.id, viewerId: userId, session });
  }
}
