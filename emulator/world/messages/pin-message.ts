import { requireAllowed, requireRight } from '../chats/member-of.ts';
import { postService } from '../chats/post-message.ts';
import { TelegramError } from '../telegram-error.ts';
import type { User } from '../users/user.ts';
import type { World } from '../world.ts';
import type { Copy } from './message.ts';
import { sendMessage } from './send-message.ts';
import { isChat, type Peer } from './send-to.ts';

/**
 * Pins a message of a chat, which the chat tells unless `silent`, or takes it down.
 *
 * @throws TelegramError CHAT_ADMIN_REQUIRED and the like, MESSAGE_ID_INVALID for service messages
 */
export function pinMessage(
  world: World,
  actor: User,
  chat: Peer,
  { message }: Copy,
  how: { pinned: boolean; silent?: boolean },
): void {
  if (message.service) throw new TelegramError(400, 'MESSAGE_ID_INVALID');
  if (isChat(chat)) {
    // In channels it goes with the right to edit (https://core.telegram.org/bots/api#pinchatmessage).
    if (chat.kind === 'channel') requireRight(world, chat, actor.id, 'editMessages');
    else requireAllowed(world, chat, actor.id, 'pinMessages');
  }
  const told = how.pinned && !message.pinned && !how.silent;
  message.pinned = how.pinned;
  if (!told) return;
  const service = { kind: 'pinned' } as const;
  if (!isChat(chat)) sendMessage(world, actor, chat, { text: '', service, replyTo: message });
  else if (chat.kind !== 'channel') {
    postService(world, actor.id, chat, service, { replyTo: message, topicId: message.topicId });
  }
}
